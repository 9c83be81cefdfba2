//! Parts of a case as both the screens and the command line say them.

use banli_shared::api::proposals::{AssignmentRow, CaseView, why_waiting};
use banli_shared::case::{
    Absorbed, Asked, Case, Confirmation, Intake, Rating, SpotChecked, say_took_place,
};
use banli_shared::ids::SuggestionNo;
use banli_shared::lang::Lang;
use banli_shared::profile::Profile;
use banli_shared::text::truncate;
use banli_shared::workflow::{Attention, AttentionWhy};

pub(crate) use super::ended::ended;
use super::moment;

/// That so many entries, which nobody there can take up any more, wait for `who` now.
pub(crate) fn left(lang: Lang, items: u64, who: &str) -> String {
    match lang {
        Lang::Zh => format!(
            "{items} 件待办已无人可办，现列入{who}的待办，请其改派、补人，或恢复待审后代为修改"
        ),
        Lang::En => {
            let waits = if items == 1 {
                "entry waits"
            } else {
                "entries wait"
            };
            format!(
                "{items} {waits} for {who} now, with nobody else there to act: to be dispatched anew, given to somebody named for it, or reopened and amended"
            )
        }
    }
}

/// What each proposer says about publication, a line each, where single ones have said it for themselves.
pub(crate) fn own_consents(case: &Case, lang: Lang) -> Vec<String> {
    let proposal = &case.proposal;
    if proposal.consents.is_empty() {
        return vec![];
    }
    let each = proposal.proposers.iter().zip(1..).map(|(proposer, no)| {
        let mut line = format!("{}  {}", proposer.name, proposal.consent_of(no).say(lang));
        if let Some(own) = proposal.consents.iter().find(|it| it.proposer == no) {
            line.push_str(&format!("  {}", moment(own.at_ms)));
            let by = Some(&own.name).filter(|name| **name != proposer.name);
            for said in by.into_iter().chain(Some(&own.note)) {
                if !said.is_empty() {
                    line.push_str("  ");
                    line.push_str(said);
                }
            }
        }
        line
    });
    each.collect()
}

/// Cells that the title of a merged proposal takes before a suggestion of it.
const TITLE: usize = 24;

/// A suggestion under its number, with the merged proposal that asks for it.
pub(crate) fn asked(asked: &Asked<'_>) -> String {
    match asked.of {
        Some(of) => {
            let (number, title) = (of.shown_number(), truncate(&of.title, TITLE));
            format!("{}. [{number}  {title}] {}", asked.no, asked.text)
        }
        None => format!("{}. {}", asked.no, asked.text),
    }
}

/// The number of a suggestion that is in the case no longer, above what is on record of it.
pub(crate) fn asked_no_longer(no: SuggestionNo, lang: Lang) -> String {
    let gone = lang.pick("（已不在本案）", "(not in this case any longer)");
    format!("{no}. {gone}")
}

/// Why a proposal is not handled, a name and what is said under it: what the office said to its proposers, or they to it.
pub(crate) fn not_handled(
    case: &Case,
    rules: Option<&Profile>,
    lang: Lang,
) -> Vec<(&'static str, String)> {
    match &case.intake {
        Intake::NeedsRevision { reason } => {
            vec![(lang.pick("退回修改", "revision asked"), reason.clone())]
        }
        Intake::Declined {
            ground,
            note,
            forwarded,
        } => {
            let known = rules.and_then(|rules| rules.ground(ground));
            let why = known.map_or(ground.as_str(), |known| known.text.say(lang));
            let told = Some(note).filter(|note| !note.is_empty());
            let told = told.map(|note| (lang.pick("告知", "told"), note.clone()));
            let goes_on =
                forwarded.map(|to| (lang.pick("另行处理", "goes on as"), to.say(lang).to_owned()));
            let why = (lang.pick("不予立案", "declined"), why.to_owned());
            [Some(why), goes_on, told].into_iter().flatten().collect()
        }
        Intake::Withdrawn { reason, .. } => {
            vec![(lang.pick("撤案", "withdrawn"), reason.clone())]
        }
        Intake::Merged { .. } | Intake::Submitted | Intake::Filed => vec![],
    }
}

/// Into which proposal a merged one went: its number, and its title where the reader may see it.
pub(crate) fn merged_into(view: &CaseView) -> Option<String> {
    match (&view.case.intake, &view.host) {
        (Intake::Merged { .. }, Some(host)) => Some(format!("{}  {}", host.number, host.title)),
        (Intake::Merged { number, .. }, None) => Some(number.clone()),
        _ => None,
    }
}

/// One that was merged into a case: its number, its title, and what its proposers say about publication.
pub(crate) fn merged_in(other: &Absorbed, lang: Lang) -> String {
    format!(
        "{}  {}  [{}]",
        other.shown_number(),
        other.title,
        other.publication.say(lang)
    )
}

/// Numbers of suggestions.
pub(crate) fn numbers(numbers: &[SuggestionNo], lang: Lang) -> String {
    let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    numbers.join(lang.pick("、", ", "))
}

/// Why a case waits, as [`why`]; of suggestions that no unit answers also which.
pub(crate) fn why_in(waits: &Attention, view: &CaseView, lang: Lang) -> String {
    let said = why(waits, &view.assignments, lang);
    match waits.why {
        AttentionWhy::AssignSuggestions => {
            let left: Vec<SuggestionNo> = view.case.left_to_nobody().collect();
            lang.label(&said, &numbers(&left, lang))
        }
        _ => said,
    }
}

/// Why a case waits; of a rating also until when.
pub(crate) fn why(waits: &Attention, rows: &[AssignmentRow], lang: Lang) -> String {
    let why = why_waiting(waits, rows, lang);
    // Closing comes only after the ratings: until then it is nobody's turn to close.
    if let (AttentionWhy::Settle, Some(from)) = (waits.why, waits.from) {
        return match lang {
            Lang::Zh => format!("评价中，{from} 起{why}"),
            Lang::En => format!("being rated; {why} from {from}"),
        };
    }
    let until = waits.due.filter(|_| waits.why == AttentionWhy::Rate);
    match until {
        Some(day) => lang.bracket(&why, &format!("{}{day}", lang.pick("至 ", "until "))),
        None => why,
    }
}

/// What a proposer says of whether the unit got in touch, and how; empty where neither is stated.
pub(crate) fn contacted(rating: &Rating, lang: Lang) -> String {
    let forms: Vec<&str> = rating.contact_forms.iter().map(|it| it.say(lang)).collect();
    let forms = forms.join(lang.pick("、", ", "));
    let got = match rating.contacted {
        Some(true) => lang.pick("单位已与本人沟通", "the unit got in touch"),
        Some(false) => lang.pick("单位未与本人沟通", "the unit did not get in touch"),
        None if forms.is_empty() => return forms,
        None => return lang.label(lang.pick("沟通方式", "by"), &forms),
    };
    match forms.is_empty() {
        true => got.to_owned(),
        false => lang.bracket(got, &forms),
    }
}

/// What a proposer says of a contact.
pub(crate) fn confirmed(it: &Confirmation, lang: Lang) -> String {
    let said = format!(
        "{}  {}  {}",
        it.name,
        say_took_place(it.took_place, lang),
        it.note
    );
    said.trim_end().to_owned()
}

/// When an assignment was looked into, by whom, and what was found.
pub(crate) fn spot_checked(check: &SpotChecked, lang: Lang) -> String {
    let (when, found) = (moment(check.at_ms), check.found.say(lang));
    let said = format!("{when}  {}  {found}  {}", check.name, check.note);
    said.trim_end().to_owned()
}

/// That a rating came on paper, and who put it on record.
pub(crate) fn on_paper(name: &str, lang: Lang) -> String {
    match (name, lang) {
        ("", Lang::Zh) => "纸质评价，由提案委代录".to_owned(),
        ("", Lang::En) => "on paper, recorded by the office".to_owned(),
        (name, Lang::Zh) => format!("纸质评价，由{name}代录"),
        (name, Lang::En) => format!("on paper, recorded by {name}"),
    }
}

#[cfg(test)]
mod tests {
    use banli_shared::case::{Forwarded, SpotFinding};

    use super::*;
    use crate::command::demo::on_paper::Paper;

    #[test]
    fn what_a_proposer_says_of_a_contact_is_said() {
        let mut it = Confirmation {
            by: "m".into(),
            name: "甲".into(),
            took_place: false,
            note: "没有接到电话".into(),
            at_ms: 0,
        };
        assert_eq!(confirmed(&it, Lang::Zh), "甲  不属实  没有接到电话");
        (it.took_place, it.note) = (true, String::new());
        assert_eq!(confirmed(&it, Lang::En), "甲  took place");
    }

    #[test]
    fn a_spot_check_says_who_found_what() {
        let check = SpotChecked {
            found: SpotFinding::Wanting,
            note: "台账未更新".into(),
            by: "s".into(),
            name: "宋颖".into(),
            at_ms: 0,
        };
        let said = spot_checked(&check, Lang::En);
        assert!(said.ends_with("宋颖  wanting  台账未更新"), "{said}");
        let fine = SpotChecked {
            found: SpotFinding::InOrder,
            note: String::new(),
            ..check
        };
        let said = spot_checked(&fine, Lang::Zh);
        assert!(said.ends_with("宋颖  符合要求"), "{said}");
    }

    #[test]
    fn why_a_proposal_is_not_handled_is_told_whole() {
        let paper = Paper::new();
        let mut cases = (0..40).filter_map(|n| paper.before(n, |_| true));
        let (mut case, _) = cases.next().unwrap();
        let rules = Profile::shenzhen();
        let ground = rules.grounds.first().unwrap();
        case.intake = Intake::Declined {
            ground: ground.code.clone(),
            note: "请向有关部门反映".to_owned(),
            forwarded: Some(Forwarded::Letter),
        };
        let said = |case: &Case, lang| not_handled(case, Some(&rules), lang);
        assert_eq!(
            said(&case, Lang::Zh),
            [
                ("不予立案", ground.text.say(Lang::Zh).to_owned()),
                ("另行处理", "转来信".to_owned()),
                ("告知", "请向有关部门反映".to_owned()),
            ]
        );
        assert_eq!(
            said(&case, Lang::En)[1],
            ("goes on as", "letter".to_owned())
        );
        case.intake = Intake::Withdrawn {
            reason: "已解决".to_owned(),
            filed: true,
        };
        assert_eq!(said(&case, Lang::En), [("withdrawn", "已解决".to_owned())]);
        case.intake = Intake::Filed;
        assert!(said(&case, Lang::En).is_empty());
    }
}
