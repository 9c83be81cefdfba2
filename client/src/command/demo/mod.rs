//! `banli demo`: a whole made-up session on a scratch server.

mod office;
#[cfg(test)]
mod on_paper;
mod proposals;
mod reply;
mod rng;
mod topics;
mod year;
