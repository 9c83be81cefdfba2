//! The people whom a command names, for who writes them by name.

use super::Command;
use crate::ids::{PersonId, UnitCode};
use crate::org::{Post, Role};

/// Somebody whom a command names.
#[derive(Debug, PartialEq, Eq)]
pub struct NamedPerson<'c> {
    /// Who.
    pub person: &'c mut PersonId,
    /// What those are who can be named there.
    pub post: Post,
}

impl Command {
    /// Everybody whom the command names.
    pub fn named(&mut self) -> Vec<NamedPerson<'_>> {
        match self {
            Self::LinkProposer(with) => vec![NamedPerson {
                person: &mut with.person,
                post: Post::office(Role::Proposer),
            }],
            Self::Correct(with) => {
                let proposers = with.proposers.iter_mut().flatten();
                let named = proposers.filter_map(|it| it.person.as_mut());
                let named = named.map(|person| NamedPerson {
                    person,
                    post: Post::office(Role::Proposer),
                });
                named.collect()
            }
            Self::Dispatch(with) => {
                let post = Post::at(Role::Handler, with.department.as_str());
                let named = with.handler.iter_mut().map(|person| NamedPerson {
                    person,
                    post: post.clone(),
                });
                named.collect()
            }
            _ => vec![],
        }
    }

    /// Every unit and department that the command names.
    pub fn units(&mut self) -> Vec<&mut UnitCode> {
        match self {
            Self::HandOver(with) => with.to.iter_mut().map(|to| &mut to.unit).collect(),
            Self::Reassign(with) => vec![&mut with.unit],
            Self::Dispatch(with) => vec![&mut with.department],
            Self::CutTask(with) => with.units.iter_mut().collect(),
            Self::PassTask(with) => {
                let unit = with.unit.iter_mut();
                unit.chain([&mut with.department]).collect()
            }
            Self::ReportTask(with) | Self::FinishTask(with) => with.unit.iter_mut().collect(),
            Self::ReopenTask(with) => with.unit.iter_mut().collect(),
            _ => vec![],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::{Action, fields};

    /// A command that names `someone` wherever it can name a person.
    fn naming(action: Action) -> Option<Command> {
        let body = match action {
            Action::LinkProposer => r#"{ "proposer": 1, "person": "someone" }"#,
            Action::Correct => {
                r#"{ "proposers": [{ "name": "甲", "person": "someone" }], "reason": "x" }"#
            }
            Action::Dispatch => {
                r#"{ "assignment": 1, "department": "jt-1", "handler": "someone" }"#
            }
            _ => return None,
        };
        let command = format!(r#"{{ "{action}": {body} }}"#);
        Some(serde_json::from_str(&command).expect("a command"))
    }

    #[test]
    fn every_unit_that_is_named_is_found() {
        let naming = |action: Action| {
            let body = match action {
                Action::HandOver => r#"{ "to": [{ "unit": "x", "role": "lead" }] }"#,
                Action::Reassign => r#"{ "assignment": 1, "unit": "x", "reason": "y" }"#,
                Action::Dispatch => r#"{ "assignment": 1, "department": "x" }"#,
                Action::CutTask => {
                    r#"{ "assignment": 1, "suggestion": 1, "text": "y", "units": ["x"], "due": "2023-06-30" }"#
                }
                Action::PassTask => {
                    r#"{ "assignment": 1, "task": 1, "unit": "x", "department": "x" }"#
                }
                Action::ReportTask | Action::FinishTask => {
                    r#"{ "assignment": 1, "task": 1, "unit": "x", "text": "y" }"#
                }
                Action::ReopenTask => {
                    r#"{ "assignment": 1, "task": 1, "unit": "x", "reason": "y" }"#
                }
                _ => return None,
            };
            let command = format!(r#"{{ "{action}": {body} }}"#);
            Some(serde_json::from_str::<Command>(&command).expect("a command"))
        };
        for action in Action::ALL {
            let last = |path: &str| path.rsplit('.').next().map(str::to_owned);
            let units = fields(*action).into_iter().filter(|field| {
                let last = last(&field.path);
                last.is_some_and(|it| ["unit", "units", "department"].contains(&it.as_str()))
            });
            let mut command = naming(*action);
            let named = command.as_mut().map_or_else(Vec::new, Command::units);
            assert_eq!(named.len(), units.count(), "{action}");
            assert!(named.iter().all(|unit| unit.as_str() == "x"));
        }
    }

    #[test]
    fn whoever_can_be_named_is_found() {
        for action in Action::ALL {
            let last = |path: &str| path.rsplit('.').next().map(str::to_owned);
            let people = fields(*action).into_iter().filter(|field| {
                let last = last(&field.path);
                last.is_some_and(|it| it == "person" || it == "handler")
            });
            let mut command = naming(*action);
            let named = command.as_mut().map_or_else(Vec::new, Command::named);
            assert_eq!(named.len(), people.count(), "{action}");
            assert!(named.iter().all(|it| it.person.as_str() == "someone"));
        }
    }
}
