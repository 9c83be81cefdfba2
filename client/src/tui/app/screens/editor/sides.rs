//! Two people's versions of a part, and which of them it is to be.

use banli_shared::lang::Lang;

use super::super::super::state::{Shared, Step};
use super::typed::Typed;
use super::{Part, ReplyEditor};
use crate::tui::app::texts;

/// Whose version a part is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Theirs,
    Mine,
}

crate::texts! {
    pub(super) one_side: zh "此项双方没有不同", en "nobody else has something different for this part";
    pub(super) ask_once: zh "上方文本与您的不同（“!”处）：可逐项取定；再按一次保存则以您的文本为准",
        en "theirs differs where ! stands: decide part by part; saving again keeps yours";
    decided: zh "已取定，余下各项以“!”标出", en "decided; a ! marks what is left";
    all_decided: zh "各项均已取定，按保存提交", en "all is decided; save to send it";
}

impl ReplyEditor {
    /// What the other text has for this part, where it has something else, and what is typed for it.
    pub(super) fn other(&self, part: Part, lang: Lang) -> Option<(String, String)> {
        let theirs = self.theirs.as_ref()?;
        let word = |text: Option<&str>| text.unwrap_or(texts::not_stated(lang)).to_owned();
        let class = |typed: &Typed| word(typed.class.map(|class| class.say(lang)));
        let answer = |typed: &Typed, index: usize, verdict: bool| {
            let no = self.answers[index].no;
            let found = typed.answers.iter().find(|answer| answer.0 == no);
            match verdict {
                true => word(found.and_then(|answer| answer.1).map(|it| it.say(lang))),
                false => found.map_or_else(String::new, |answer| answer.2.clone()),
            }
        };
        let of = |typed: &Typed| match part {
            Part::Class => class(typed),
            Part::Body => typed.body.clone(),
            Part::Promises => typed.promises.clone(),
            Part::Verdict(index) => answer(typed, index, true),
            Part::Answer(index) => answer(typed, index, false),
            Part::Gone(_) => String::new(),
        };
        let (theirs, own) = (of(theirs), of(&self.typed()));
        // What only one of them has changed is no conflict.
        (theirs != own && theirs != of(&self.over)).then_some((theirs, own))
    }

    /// The first part of which there are two versions, as a position.
    pub(super) fn undecided(&self, lang: Lang) -> Option<usize> {
        let differs = |part: &Part| self.other(*part, lang).is_some();
        self.parts.iter().position(differs)
    }

    /// Makes the part under the cursor what one of the two has for it: it is written over theirs from now on.
    pub(super) fn decide(&mut self, shared: &mut Shared, side: Side) -> Vec<Step> {
        let part = self.part();
        let Some(theirs) = self.theirs.clone() else {
            return vec![];
        };
        if side == Side::Theirs {
            self.take(part, &theirs);
        }
        let no = |index: usize| self.answers[index].no;
        match part {
            Part::Class => self.over.class = theirs.class,
            Part::Body => self.over.body.clone_from(&theirs.body),
            Part::Promises => self.over.promises.clone_from(&theirs.promises),
            Part::Verdict(index) | Part::Answer(index) => {
                let no = no(index);
                let came = theirs.answers.iter().find(|answer| answer.0 == no);
                let (verdict, text) = came.map_or((None, ""), |it| (it.1, it.2.as_str()));
                if !self.over.answers.iter().any(|answer| answer.0 == no) {
                    self.over.answers.push((no, None, String::new()));
                }
                for over in self.over.answers.iter_mut().filter(|over| over.0 == no) {
                    match part {
                        Part::Verdict(_) => over.1 = verdict,
                        _ => text.clone_into(&mut over.2),
                    }
                }
            }
            Part::Gone(_) => {}
        }
        if self.undecided(shared.lang).is_some() {
            shared.say(decided(shared.lang));
        } else {
            self.theirs = None;
            self.refit();
            shared.say(all_decided(shared.lang));
        }
        self.keep(shared)
    }

    /// Writes what they have for a part in the place of what is typed; typing can be undone to get that back.
    fn take(&mut self, part: Part, theirs: &Typed) {
        match part {
            Part::Class => self.class = theirs.class,
            Part::Body => self.body.replace(&theirs.body),
            Part::Promises => self.promises.replace(&theirs.promises),
            Part::Verdict(index) | Part::Answer(index) => {
                let draft = &mut self.answers[index];
                let came = theirs.answers.iter().find(|answer| answer.0 == draft.no);
                let (verdict, text) = came.map_or((None, ""), |it| (it.1, it.2.as_str()));
                match part {
                    Part::Verdict(_) => draft.verdict = verdict,
                    _ => draft.text.replace(text),
                }
            }
            Part::Gone(_) => {}
        }
    }
}
