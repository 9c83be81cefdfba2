//! Units and departments.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{DryRun, Json, NoQuery, Nothing, Page};
use crate::calendar::Date;
use crate::endpoint;
use crate::ids::UnitCode;
use crate::org::Unit;

/// Units to add or change, all or none.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnitList {
    /// Each by its code: a new one is added, a known one changed.
    pub units: Vec<Unit>,
    /// Kinds that no unit has yet are meant; else they are refused as slips.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub new_kinds: bool,
}

/// What a list of units did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UnitsChanged {
    /// Units that were new.
    pub added: u32,
    /// Units that were different.
    pub changed: u32,
    /// Units that were as given already.
    pub same: u32,
}

/// How a unit is retired.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RetireUnit {
    /// The unit that it goes into: lists and searches find that by its names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub successor: Option<UnitCode>,
    /// The last day on which it is called so; today where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
}

endpoint! {
    /// Every unit and department, by code.
    ListUnits = Get "/api/v1/units", "list_units", Read, "Every unit and department.";
    part (); query NoQuery; body Nothing; reply Json<Page<Unit>>
}
endpoint! {
    /// Adds and changes units, all or none. Repeating it changes nothing.
    PutUnits = Put "/api/v1/units", "put_units", Admin, "Add and change units.";
    part (); query DryRun; body Json<UnitList>; reply Json<UnitsChanged>
}
endpoint! {
    /// Retires a unit with its departments, once nothing of it is open any more. All units that are others then.
    Retire = Post "/api/v1/units/{code}/retire", "retire_unit", Admin, "Retire a unit, or let it go into another.";
    part UnitCode; query DryRun; body Json<RetireUnit>; reply Json<Page<Unit>>
}
