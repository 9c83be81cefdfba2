//! Deadlines: a date, the rule it came from, and the way from one to the other.

use serde::{Deserialize, Serialize};

use super::{BeyondData, Calendar, CalendarFault, Date, DayKind, DayReason};
use crate::lang::Lang;

/// How long something may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// Working days, the first of them after the start.
    WorkingDays(u16),
    /// Days of any kind.
    CalendarDays(u16),
    /// Months, clamped to the end of the month.
    Months(u16),
    /// This very date, whatever the start.
    FixedDate(Date),
}

/// A term, and what to do when it ends on a day off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeadlineRule {
    /// How long.
    pub term: Term,
    /// Whether a deadline on a day off moves to the next working day.
    pub roll_forward: bool,
}

/// A date by which something is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Deadline {
    /// The last day on which it is in time.
    pub date: Date,
    /// The rule it was reckoned by.
    pub rule: DeadlineRule,
    /// The start day; it does not count.
    pub from: Date,
    /// The state of the calendar it was reckoned with.
    pub calendar_revision: String,
    /// True when a year without published holidays was counted by plain weekdays.
    pub plain_weekdays: bool,
    /// How `from` and `rule` give `date`.
    pub steps: Vec<Step>,
    /// The deadline that this one puts off; none where it was not extended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extends: Option<Date>,
}

impl Deadline {
    /// The date, and beside it that a year without published holidays was counted by plain weekdays.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        let date = self.date.to_string();
        match self.plain_weekdays {
            true => lang.bracket(&date, lang.pick("按周一至周五计", "plain weekdays counted")),
            false => date,
        }
    }
}

/// One step of the way to a deadline: a run of days treated alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = DeadlineStep)]
pub struct Step {
    /// What was done with the days.
    pub kind: StepKind,
    /// The first of them.
    pub from: Date,
    /// The last of them.
    pub to: Date,
    /// Why they are days of this kind.
    pub why: DayReason,
    /// Working days counted up to and including `to`; 0 where working days are not counted.
    pub total: u16,
}

/// What a step does with its days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DeadlineStepKind)]
pub enum StepKind {
    /// They are workdays and count.
    Counted,
    /// They are make-up workdays and count.
    CountedMakeUp,
    /// They are days off and do not count.
    Skipped,
    /// The term was added by the calendar and ended here, at `to`.
    Added,
    /// The term was added by the calendar, and as the month is shorter it ended at the month's end, at `to`.
    AddedClamped,
    /// The term ended on a day off; these days were passed over.
    RolledOver,
    /// The deadline at `from` was put off to `to`.
    PutOff,
}

impl Step {
    /// In words, with its days.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        let days = if self.from == self.to {
            self.from.to_string()
        } else {
            format!("{} - {}", self.from, self.to)
        };
        let what = match self.kind {
            StepKind::Counted => lang.pick("工作日，计入", "workdays, counted"),
            StepKind::CountedMakeUp => lang.pick("调休上班，计入", "make-up workdays, counted"),
            StepKind::Skipped => lang.pick("休息日，不计", "days off, not counted"),
            StepKind::Added => lang.pick("期限届满", "the term ends"),
            StepKind::AddedClamped => {
                lang.pick("期限届满（取月末）", "the term ends at the month's end")
            }
            StepKind::RolledOver => lang.pick("休息日，顺延", "days off, passed over"),
            StepKind::PutOff => lang.pick("经同意延期", "extended"),
        };
        let why = match &self.why {
            DayReason::Week => String::new(),
            DayReason::Holiday { name } | DayReason::Local { name } => {
                lang.bracket("", lang.pick(&name.zh, &name.en))
            }
            DayReason::NoData => lang.bracket("", lang.pick("无放假安排", "no data")),
        };
        let total = if self.total > 0 {
            format!(" = {}", self.total)
        } else {
            String::new()
        };
        format!("{days}  {what}{why}{total}")
    }
}

impl Calendar {
    /// Reckons the deadline that `rule` sets for something that starts on `from`.
    ///
    /// # Errors
    /// Where a needed year has no data and `beyond` says to refuse, or the calendar ends.
    pub fn deadline(
        &self,
        from: Date,
        rule: DeadlineRule,
        beyond: BeyondData,
    ) -> Result<Deadline, CalendarFault> {
        let mut walk = Walk {
            calendar: self,
            beyond,
            at: from,
            plain_weekdays: false,
            steps: Vec::new(),
        };
        match rule.term {
            Term::WorkingDays(count) => walk.count_working_days(count)?,
            Term::CalendarDays(count) => {
                let end = from
                    .plus_days(i32::from(count))
                    .ok_or(CalendarFault::OutOfRange)?;
                walk.jump(end, StepKind::Added)?;
            }
            Term::FixedDate(date) if date > from => walk.jump(date, StepKind::Added)?,
            Term::FixedDate(date) => return Err(CalendarFault::NotAfter { date, start: from }),
            Term::Months(count) => {
                let end = from.plus_months(count).ok_or(CalendarFault::OutOfRange)?;
                walk.jump(
                    end,
                    if end.day() == from.day() {
                        StepKind::Added
                    } else {
                        StepKind::AddedClamped
                    },
                )?;
            }
        }
        if rule.roll_forward {
            walk.roll()?;
        }
        Ok(Deadline {
            date: walk.at,
            rule,
            from,
            calendar_revision: self.revision().to_owned(),
            plain_weekdays: walk.plain_weekdays,
            steps: walk.steps,
            extends: None,
        })
    }

    /// The deadline put off to `until`: it keeps its start and the way it came, and goes on from there.
    ///
    /// # Errors
    /// Where `until` is no later day, or lies where [`Calendar::deadline`] would fail.
    pub fn put_off(
        &self,
        deadline: &Deadline,
        until: Date,
        roll_forward: bool,
        beyond: BeyondData,
    ) -> Result<Deadline, CalendarFault> {
        if until <= deadline.date {
            return Err(CalendarFault::OutOfRange);
        }
        let mut walk = Walk {
            calendar: self,
            beyond,
            at: deadline.date,
            plain_weekdays: deadline.plain_weekdays,
            steps: deadline.steps.clone(),
        };
        walk.jump(until, StepKind::PutOff)?;
        if roll_forward {
            walk.roll()?;
        }
        Ok(Deadline {
            date: walk.at,
            rule: DeadlineRule {
                term: Term::FixedDate(until),
                roll_forward,
            },
            from: deadline.from,
            calendar_revision: self.revision().to_owned(),
            plain_weekdays: walk.plain_weekdays,
            steps: walk.steps,
            extends: Some(deadline.date),
        })
    }

    /// The same deadline as this calendar has it, to compare before anything moves.
    ///
    /// # Errors
    /// Those of [`Calendar::deadline`]; plain weekdays are counted where they were before.
    pub fn reckon_again(&self, deadline: &Deadline) -> Result<Deadline, CalendarFault> {
        let beyond = if deadline.plain_weekdays {
            BeyondData::CountPlainWeekdays
        } else {
            BeyondData::Refuse
        };
        let (Some(before), Term::FixedDate(until)) = (deadline.extends, deadline.rule.term) else {
            return self.deadline(deadline.from, deadline.rule, beyond);
        };
        let is_put_off = |step: &Step| step.kind == StepKind::PutOff;
        let way = deadline.steps.iter().rposition(is_put_off);
        let first = Deadline {
            date: before,
            steps: deadline.steps[..way.unwrap_or_default()].to_vec(),
            ..deadline.clone()
        };
        self.put_off(&first, until, deadline.rule.roll_forward, beyond)
    }
}

/// A way through the calendar that notes its steps.
struct Walk<'a> {
    calendar: &'a Calendar,
    beyond: BeyondData,
    at: Date,
    plain_weekdays: bool,
    steps: Vec<Step>,
}

impl Walk<'_> {
    /// Looks at a day: refused where nothing is known about it and nobody said to guess.
    fn look(&mut self, date: Date) -> Result<DayKind, CalendarFault> {
        let day = self.calendar.kind_of(date, self.beyond)?;
        self.plain_weekdays |= day.plain_weekdays;
        Ok(day.value)
    }

    fn next(&self) -> Result<Date, CalendarFault> {
        self.at.next().ok_or(CalendarFault::OutOfRange)
    }

    fn count_working_days(&mut self, count: u16) -> Result<(), CalendarFault> {
        let mut total = 0;
        while total < count {
            let date = self.next()?;
            let kind = match self.look(date)? {
                DayKind::Workday => StepKind::Counted,
                DayKind::MakeUp => StepKind::CountedMakeUp,
                DayKind::Rest => StepKind::Skipped,
            };
            total += u16::from(kind != StepKind::Skipped);
            self.at = date;
            self.note(kind, date, total);
        }
        Ok(())
    }

    fn jump(&mut self, end: Date, kind: StepKind) -> Result<(), CalendarFault> {
        self.look(end)?;
        let why = self.calendar.day(end).reason;
        self.steps.push(Step {
            kind,
            from: self.at,
            to: end,
            why,
            total: 0,
        });
        self.at = end;
        Ok(())
    }

    fn roll(&mut self) -> Result<(), CalendarFault> {
        let total = self.steps.last().map_or(0, |step| step.total);
        while !self.look(self.at)?.is_worked() {
            self.note(StepKind::RolledOver, self.at, total);
            self.at = self.next()?;
        }
        Ok(())
    }

    /// Notes one day, as part of the step before it where they are alike.
    fn note(&mut self, kind: StepKind, date: Date, total: u16) {
        let why = self.calendar.day(date).reason;
        match self.steps.last_mut() {
            Some(step) if step.kind == kind && step.why == why => {
                step.to = date;
                step.total = total;
            }
            _ => self.steps.push(Step {
                kind,
                from: date,
                to: date,
                why,
                total,
            }),
        }
    }
}
