//! What a kind of event leaves out and the record is read for: why, into what, and what was corrected.

use super::event::Happened;
use crate::case::say_took_place;
use crate::lang::Lang;
use crate::profile::Profile;

impl Happened {
    /// What the kind of event leaves out, one thing each. Grounds are said in the words of `rules`, those that the case is
    /// handled under, and by their code where these are not at hand.
    #[must_use]
    pub fn details(&self, rules: Option<&Profile>, lang: Lang) -> Vec<String> {
        let reason = |said: &String| lang.label(lang.pick("理由", "reason"), said);
        match self {
            Self::Corrected {
                changes,
                reason: why,
            } => {
                let changes = changes.iter().map(|change| change.say(lang));
                changes.chain([reason(why)]).collect()
            }
            Self::ContactConfirmed {
                contact,
                took_place,
                note,
                ..
            } => {
                let which = lang.pick("沟通记录", "contact");
                let which = format!("{which} {contact}");
                let said = [say_took_place(*took_place, lang), note.as_str()].into_iter();
                let said = said.filter(|it| !it.is_empty()).map(str::to_owned);
                std::iter::once(which).chain(said).collect()
            }
            Self::SpotChecked { found, note, .. } => {
                let said = [found.say(lang), note].into_iter();
                said.filter(|it| !it.is_empty())
                    .map(str::to_owned)
                    .collect()
            }
            Self::RevisionAsked { reason: why } | Self::Withdrawn { reason: why } => {
                vec![reason(why)]
            }
            Self::Declined {
                ground,
                note,
                forwarded,
            } => {
                let known = rules.and_then(|rules| rules.ground(ground));
                let ground = known.map_or(ground.as_str(), |known| known.text.say(lang));
                let ground = lang.label(lang.pick("理由", "ground"), ground);
                let what = lang.pick("另行处理", "goes on as");
                let goes_on = forwarded.map(|to| lang.label(what, to.say(lang)));
                let told = Some(note).filter(|note| !note.is_empty());
                let told = told.map(|note| lang.label(lang.pick("告知", "told"), note));
                [Some(ground), goes_on, told]
                    .into_iter()
                    .flatten()
                    .collect()
            }
            Self::MergedInto { number, .. } => {
                vec![lang.label(lang.pick("并入", "into"), number)]
            }
            Self::Absorbed {
                number,
                intake_number,
                title,
                ..
            } => {
                let number = number.as_ref().map(|it| it.as_str());
                let number = number.or(intake_number.as_ref().map(|it| it.as_str()));
                vec![called(number.unwrap_or_default(), title)]
            }
            Self::Released { number, title, .. } => vec![called(number, title)],
            _ => vec![],
        }
    }
}

/// What a proposal is called, as far as the record says.
fn called(number: &str, title: &str) -> String {
    format!("{number}  {title}").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Forwarded;

    #[test]
    fn a_decline_says_on_what_ground_and_what_goes_on() {
        let rules = Profile::shenzhen();
        let declined = Happened::Declined {
            ground: rules.grounds[0].code.clone(),
            note: "请改写来信".into(),
            forwarded: Some(Forwarded::Letter),
        };
        let ground = &rules.grounds[0].text;
        assert_eq!(
            declined.details(Some(&rules), Lang::Zh),
            [
                format!("理由：{}", ground.zh),
                "另行处理：转来信".to_owned(),
                "告知：请改写来信".to_owned(),
            ]
        );
        let en = declined.details(Some(&rules), Lang::En);
        assert_eq!(
            en[..2],
            [
                format!("ground: {}", ground.en),
                "goes on as: letter".into()
            ]
        );
        let bare = Happened::Declined {
            ground: "x".into(),
            note: String::new(),
            forwarded: None,
        };
        assert_eq!(bare.details(None, Lang::En), ["ground: x"]);
    }

    #[test]
    fn withdrawals_revisions_and_merges_say_why_and_into_what() {
        let why = || "理由如此".to_owned();
        for what in [
            Happened::RevisionAsked { reason: why() },
            Happened::Withdrawn { reason: why() },
        ] {
            assert_eq!(what.details(None, Lang::Zh), ["理由：理由如此"]);
        }
        let merged = Happened::MergedInto {
            into: "c".into(),
            number: "20230001".into(),
        };
        assert_eq!(merged.details(None, Lang::En), ["into: 20230001"]);
    }
}
