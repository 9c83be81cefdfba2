//! Who is at the door: passwords, tokens, and how often one may try.

mod hasher;
mod password;
mod throttle;
mod token;

pub use self::password::{Passwords, check_password};
pub use self::throttle::Throttle;
pub use self::token::Token;
pub(crate) use self::token::sha256;
