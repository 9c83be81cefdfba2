//! What this machine remembers: settings, and the login in use.

mod credentials;
mod settings;

pub use credentials::{Kept, Login, forget, keep, private_file, recall};
pub use settings::{Places, Settings};
