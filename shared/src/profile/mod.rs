//! The rules of one session that differ from place to place, as data: see `data/shenzhen.toml`.

mod changes;
mod check;
mod load;
mod reminders;
mod terms;
mod words;

pub use changes::ProfileChange;
pub use check::ProfileFault;
pub use reminders::{ReminderRules, ReminderStep};
pub use terms::{
    ClassRequirements, ClassRule, ClassRules, ConsultationRules, DeadlineRules, Defect,
    FigureRules, Ground, KeyRules, LightRules, OutcomeType, Profile, PublicationRules, RatingRules,
    TaskRules,
};
pub use words::{ClassRequirement, Clock, Combination, ContactForm, Light, Rounding, Scales};
