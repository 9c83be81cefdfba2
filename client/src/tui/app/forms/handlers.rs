//! Who can be named as the handler of a dispatch: those of the department that is chosen.

use banli_shared::ids::UnitCode;
use banli_shared::org::Person;

use super::super::state::Shared;
use super::Form;

/// The choice of a handler, and of where.
const HANDLER: &str = "handler";
const DEPARTMENT: &str = "department";

/// Somebody who can be named, at one place.
pub(super) struct Handler {
    id: String,
    name: String,
    place: UnitCode,
    /// What the place is called.
    called: String,
}

impl Form {
    /// These are the people of the unit.
    pub(in crate::tui::app) fn handlers_are(&mut self, shared: &Shared, people: &[Person]) {
        let handlers = people.iter().filter(|person| !person.disabled);
        let handlers = handlers.flat_map(|person| {
            let places = person
                .posts
                .iter()
                .filter(|post| post.role.can_be_handler());
            let places = places.filter_map(|post| post.place.clone());
            places.map(|place| Handler {
                id: person.id.0.clone(),
                name: person.name.clone(),
                called: shared.unit_name(&place).to_owned(),
                place,
            })
        });
        self.handlers = handlers.collect();
        self.narrow();
    }

    /// Offers who can handle it where it goes; while that is not chosen all of them, each with the place.
    pub(super) fn narrow(&mut self) {
        if self.handlers.is_empty() {
            return;
        }
        let department = self.get(DEPARTMENT);
        let mut values = self.sheet.first_of(HANDLER);
        for it in &self.handlers {
            if department.is_empty() {
                values.push((it.id.clone(), format!("{} {}", it.name, it.called)));
            } else if it.place.0 == department {
                values.push((it.id.clone(), it.name.clone()));
            }
        }
        self.sheet.offer(HANDLER, values);
    }
}
