//! Units, people, and a way to play a case from event to event with nothing but `decide` and `evolve`.

mod cast;
mod commands;
mod play;
mod scenes;

pub(crate) use cast::{CAST, ORG};
pub(crate) use commands::{bare, can_be_well_formed, well_formed};
pub(crate) use play::{
    LETTER, Play, answer, date, draft, form, hand_over, on, proposed, rate, send_back, why,
};
pub(crate) use scenes::{Scene, scenes};
