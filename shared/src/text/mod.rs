//! Text from people: what is kept, what is shown, how wide it is, and whose names it holds.
//!
//! Everything typed, pasted or imported is hostile until it went through here: [`check`] on the way into the record,
//! [`clean`] or [`clean_lines`] on the way to a screen or a log, [`neutralise`] on the way into a spreadsheet.

mod address;
mod bilingual;
mod decoding;
mod display;
mod formula;
mod grams;
mod han;
mod initials;
mod marks;
mod names;
mod numbering;
mod persons;
mod place;
mod record;
mod subject;
mod system;
mod typed;
mod width;
mod wrap;

pub use address::address_fault;
pub use bilingual::{Bilingual, Said};
pub use decoding::{of_decoder, of_toml};
pub use display::{REPLACEMENT, clean, clean_lines, for_paper};
pub use formula::{neutralise, restore};
pub use grams::{Found, Searched, Wanted, grams, head_word};
pub(crate) use han::{in_han, is_han_digit, of_han};
pub use initials::{finds, initials};
pub(crate) use marks::is_han;
pub use names::{normalise_name, search_key};
pub use numbering::{count_up, document_number, next_free, number_key};
pub(crate) use persons::PARTIES;
pub use persons::{Counted, Persons, persons, split_persons};
pub use place::{field_name, place};
pub use record::{TextFault, check, check_line, tidy};
pub use subject::subject;
pub use system::{of_file, system};
pub use typed::{narrow, numbers};
pub use width::{ELLIPSIS, truncate, width};
pub use wrap::{wrap, wrap_lines};
