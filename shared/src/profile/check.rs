//! What makes a profile one that the rules can work with.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Profile;
use super::reminders::{ReminderStep, TOLD};
use crate::both;
use crate::calendar::Term;
use crate::case::Class;
use crate::text::{Bilingual, check_line};

/// Longest name or code, in characters.
const CODE_CHARS: usize = 40;
/// Longest label, meaning or ground, in characters.
const TEXT_CHARS: usize = 200;
/// More points for one figure are slips of the pen.
const MOST_POINTS: i32 = 1000;
/// A light that is on for longer than the working days of a year says nothing.
const MOST_LIGHT_DAYS: u16 = 250;
/// Terms longer than this are slips of the pen.
const LONGEST_DAYS: u32 = 5 * 366;

/// One thing wrong with a profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProfileFault {
    /// The value's path, such as `deadlines.reply`; empty where the file is not TOML at all.
    pub field: String,
    /// What is wrong and what was expected.
    pub problem: Bilingual,
}

impl ProfileFault {
    /// The problem with its place, in both languages.
    #[must_use]
    pub fn both(&self) -> Bilingual {
        let (field, Bilingual { zh, en }) = (&self.field, &self.problem);
        if field.is_empty() {
            self.problem.clone()
        } else {
            both!("{field}：{zh}", "{field}: {en}")
        }
    }
}

impl fmt::Display for ProfileFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.both().en)
    }
}

impl std::error::Error for ProfileFault {}

impl Profile {
    /// Checks everything that the types alone do not say.
    ///
    /// # Errors
    /// All that is wrong, in the order of the fields.
    pub fn validate(&self) -> Result<(), Vec<ProfileFault>> {
        let mut faults = Faults::default();
        faults.code("name", &self.name);
        faults.bilingual("title", &self.title);
        for (letter, class) in [
            ("a", &self.classes.a),
            ("b", &self.classes.b),
            ("c", &self.classes.c),
            ("d", &self.classes.d),
        ] {
            faults.bilingual(&format!("classes.{letter}.label"), &class.label);
            faults.bilingual(&format!("classes.{letter}.meaning"), &class.meaning);
        }
        let mut called: [BTreeSet<&str>; 2] = Default::default();
        for class in Class::ALL {
            let label = &self.classes.of(*class).label;
            let anew = [called[0].insert(&label.zh), called[1].insert(&label.en)];
            if anew.contains(&false) {
                faults.add(
                    &format!("classes.{}.label", class.code()),
                    both!("另一类别也叫这个名称", "another class is called the same"),
                );
            }
        }
        let requires = &self.class_requires;
        if !(1..=2_000).contains(&requires.reason_characters) {
            faults.add(
                "class_requires.reason_characters",
                both!("应为 1 至 2000", "expected 1 to 2000"),
            );
        }
        for class in Class::ALL {
            let mut asked = BTreeSet::new();
            if !requires.of(*class).iter().all(|it| asked.insert(it)) {
                let field = format!("class_requires.{}", class.code());
                faults.add(&field, both!("有一项写了两次", "names something twice"));
            }
        }
        let deadlines = &self.deadlines;
        for (field, term) in [
            ("deadlines.reply", deadlines.reply),
            ("deadlines.extended_at_most", deadlines.extended_at_most),
            ("deadlines.returns", deadlines.returns),
            ("deadlines.opinion", deadlines.opinion),
            (
                "deadlines.opinion_extended_at_most",
                deadlines.opinion_extended_at_most,
            ),
            ("deadlines.second_handling", deadlines.second_handling),
            (
                "deadlines.second_handling_extended_at_most",
                deadlines.second_handling_extended_at_most,
            ),
            ("rating.window", self.rating.window),
        ] {
            faults.term(field, term);
        }
        for (name, most, usual_name, usual) in [
            (
                "extended_at_most",
                deadlines.extended_at_most,
                "reply",
                deadlines.reply,
            ),
            (
                "opinion_extended_at_most",
                deadlines.opinion_extended_at_most,
                "opinion",
                deadlines.opinion,
            ),
            (
                "second_handling_extended_at_most",
                deadlines.second_handling_extended_at_most,
                "second_handling",
                deadlines.second_handling,
            ),
        ] {
            if let (Term::FixedDate(last), Term::FixedDate(day)) = (most, usual)
                && last < day
            {
                let problem = both!(
                    "{last} 早于 deadlines.{usual_name} 的 {day}",
                    "{last} is before {day}, which is deadlines.{usual_name}"
                );
                faults.add(&format!("deadlines.{name}"), problem);
            }
            let both = rough_days(most).zip(rough_days(usual));
            if both.is_some_and(|(most, usual)| most < usual) {
                let problem = both!(
                    "比 deadlines.{usual_name} 短",
                    "is shorter than deadlines.{usual_name}"
                );
                faults.add(&format!("deadlines.{name}"), problem);
            }
        }
        if let (Term::FixedDate(opinion), Term::FixedDate(reply)) =
            (deadlines.opinion, deadlines.reply)
            && opinion > reply
        {
            faults.add(
                "deadlines.opinion",
                both!(
                    "{opinion} 晚于 deadlines.reply 的 {reply}：答复要等会办意见",
                    "{opinion} is after {reply}, which is deadlines.reply: a reply waits for it"
                ),
            );
        }
        let both = rough_days(deadlines.opinion).zip(rough_days(deadlines.reply));
        if both.is_some_and(|(opinion, reply)| reply > 0 && opinion > reply + 7) {
            faults.add(
                "deadlines.opinion",
                both!(
                    "比 deadlines.reply 长：答复要等会办意见",
                    "is longer than deadlines.reply: a reply waits for it"
                ),
            );
        }
        if self.lights.yellow > MOST_LIGHT_DAYS {
            faults.add(
                "lights.yellow",
                both!(
                    "最多 {MOST_LIGHT_DAYS} 个工作日",
                    "expected at most {MOST_LIGHT_DAYS} working days"
                ),
            );
        }
        if self.lights.red >= self.lights.yellow {
            faults.add(
                "lights.red",
                both!(
                    "应少于 lights.yellow 的工作日数",
                    "must be fewer working days than lights.yellow"
                ),
            );
        }
        check_reminders("reminders.steps", &self.reminders.steps, &mut faults);
        check_reminders("reminders.tasks", &self.reminders.tasks, &mut faults);
        if !(1..=9).contains(&self.consultation.contacts_needed) {
            faults.add(
                "consultation.contacts_needed",
                both!("应为 1 至 9", "expected 1 to 9"),
            );
        }
        if !(1..=9).contains(&self.key.contacts_needed) {
            faults.add(
                "key.contacts_needed",
                both!("应为 1 至 9", "expected 1 to 9"),
            );
        }
        if self.figures.decimals > 4 {
            faults.add("figures.decimals", both!("应为 0 至 4", "expected 0 to 4"));
        }
        for (figure, points) in &self.points {
            if !(-MOST_POINTS..=MOST_POINTS).contains(points) {
                let problem = both!(
                    "应为 -{MOST_POINTS} 至 {MOST_POINTS}",
                    "expected -{MOST_POINTS} to {MOST_POINTS}"
                );
                faults.add(&format!("points.{figure}"), problem);
            }
        }
        if self.points.values().all(|points| *points <= 0) {
            faults.add(
                "points",
                both!(
                    "至少一项指标的分值应大于 0",
                    "expected at least one figure with points above 0"
                ),
            );
        }
        let grounds = self.grounds.iter().map(|it| (&it.code, &it.text));
        faults.listed("grounds", grounds, 1);
        let outcomes = self.outcomes.iter().map(|it| (&it.code, &it.text));
        faults.listed("outcomes", outcomes, 0);
        let defects = self.defects.iter().map(|it| (&it.code, &it.text));
        faults.listed("defects", defects, 1);
        if faults.0.is_empty() {
            Ok(())
        } else {
            Err(faults.0)
        }
    }
}

#[derive(Default)]
struct Faults(Vec<ProfileFault>);

impl Faults {
    fn add(&mut self, field: &str, problem: Bilingual) {
        self.0.push(ProfileFault {
            field: field.to_owned(),
            problem,
        });
    }

    /// A list that people choose from, of at least so many: each has a code of its own and a wording.
    fn listed<'a>(
        &mut self,
        list: &str,
        items: impl ExactSizeIterator<Item = (&'a String, &'a Bilingual)>,
        least: usize,
    ) {
        if items.len() < least {
            self.add(list, both!("应至少有一项", "expected at least one"));
        }
        let mut codes = BTreeSet::new();
        for (index, (code, text)) in items.enumerate() {
            let at = format!("{list}[{index}].code");
            self.code(&at, code);
            self.bilingual(&format!("{list}[{index}].text"), text);
            if !codes.insert(code) {
                self.add(&at, both!("重复出现", "is there twice"));
            }
        }
    }

    fn code(&mut self, field: &str, code: &str) {
        let allowed =
            |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
        if code.is_empty() || code.chars().count() > CODE_CHARS || !code.chars().all(allowed) {
            self.add(
                field,
                both!(
                    "应为 1 至 {CODE_CHARS} 个小写字母、数字、- 或 _",
                    "expected 1 to {CODE_CHARS} lower-case letters, digits, `-` or `_`"
                ),
            );
        }
    }

    fn bilingual(&mut self, field: &str, text: &Bilingual) {
        for (language, wording) in [("zh", &text.zh), ("en", &text.en)] {
            if let Err(fault) = check_line(wording, TEXT_CHARS) {
                self.add(&format!("{field}.{language}"), fault.both());
            }
        }
    }

    fn term(&mut self, field: &str, term: Term) {
        if rough_days(term).is_some_and(|days| !(1..=LONGEST_DAYS).contains(&days)) {
            self.add(
                field,
                both!(
                    "应至少一天、至多五年",
                    "expected at least one day and at most five years"
                ),
            );
        }
    }
}

/// About how many days a term is, to compare terms of different units; none for a fixed date, which has no length.
fn rough_days(term: Term) -> Option<u32> {
    match term {
        Term::WorkingDays(count) => Some(u32::from(count) * 7 / 5),
        Term::CalendarDays(count) => Some(u32::from(count)),
        Term::Months(count) => Some(u32::from(count) * 61 / 2),
        Term::FixedDate(_) => None,
    }
}

/// Each step of a list of reminders.
fn check_reminders(list: &str, steps: &[ReminderStep], faults: &mut Faults) {
    for (index, step) in steps.iter().enumerate() {
        let field = format!("{list}[{index}]");
        if !(-250..=250).contains(&step.left) {
            faults.add(
                &format!("{field}.left"),
                both!(
                    "应为 -250 至 250 个工作日",
                    "expected -250 to 250 working days"
                ),
            );
        }
        let earlier = index.checked_sub(1).and_then(|at| steps.get(at));
        if earlier.is_some_and(|earlier| earlier.left <= step.left) {
            let problem = both!(
                "应少于上一级的工作日数",
                "must be fewer working days than the step before"
            );
            faults.add(&format!("{field}.left"), problem);
        }
        if step.to.is_empty() {
            faults.add(
                &format!("{field}.to"),
                both!("应至少写一个岗位", "expected at least one role"),
            );
        }
        if step.to.iter().any(|role| !TOLD.contains(role)) {
            let roles = TOLD.map(|role| role.code()).join(", ");
            faults.add(
                &format!("{field}.to"),
                both!("应为以下岗位：{roles}", "expected roles of {roles}"),
            );
        }
    }
}
