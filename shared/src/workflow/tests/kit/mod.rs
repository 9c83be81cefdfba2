//! Units, people, and a way to play a case from event to event with nothing but `decide` and `evolve`.

mod bare;
mod cast;
mod commands;
mod play;
mod sayings;
mod scenes;
mod tasks;

pub(crate) use bare::bare;
pub(crate) use cast::{CAST, ORG, actor};
pub(crate) use commands::{can_be_well_formed, well_formed};
pub(crate) use play::{Play, date, proposed};
pub(crate) use sayings::{
    LETTER, answer, confirm, draft, form, hand_over, on, promising, rate, send_back,
};
pub(crate) use scenes::{Scene, all_scenes, promised, scenes, supplement, supplemented};
pub(crate) use tasks::{all_done, cut, drop_it, finish, pass, report, tasked};
