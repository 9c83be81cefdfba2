//! Units, people, and what people are where.

mod beside;
mod delegation;
mod former;
mod person;
mod retire;
mod staff;
mod unit;
mod unit_names;

pub use beside::{Clash, Lent, check_beside};
pub use delegation::{
    Delegation, DelegationFault, Lending, OnBehalf, StandIn, can_lend, check_lending, may_end,
    may_receive, stand_ins,
};
pub use former::{FormerName, with_former};
pub use person::{Actor, Left, Person, Post, Role, may_keep_out, nobody_administers};
pub use retire::{RetireFault, retire};
pub use staff::Staff;
pub use unit::{Org, Unit};
pub use unit_names::{Named, UnitNames, likest};
