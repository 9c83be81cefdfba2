//! By which option a part of what was sent was given.

use clap::{Arg, ArgMatches, Command};

/// Commands whose body is not made of their options: a file, or `key=value` words.
const OTHERWISE: [&str; 4] = ["do", "submit", "import", "hand-over"];

/// The arguments of one command: the name in the program, and as it is typed.
#[derive(Debug, Default)]
pub(super) struct Options(Vec<(String, String)>);

impl Options {
    /// Those of the command that was given on this line.
    pub(super) fn of(line: &Command, given: &ArgMatches) -> Self {
        let (mut command, mut given) = (line, given);
        while let Some((name, inside)) = given.subcommand() {
            if OTHERWISE.contains(&name) {
                return Self::default();
            }
            let Some(sub) = command.find_subcommand(name) else {
                break;
            };
            (command, given) = (sub, inside);
        }
        let typed = |it: &Arg| match it.get_long() {
            Some(long) => format!("--{long}"),
            None => it.to_string(),
        };
        let arguments = command.get_arguments();
        Self(
            arguments
                .map(|it| (it.get_id().to_string(), typed(it)))
                .collect(),
        )
    }

    /// The option that gave what a pointer is at: of a query the one that is called like it, of a body the innermost
    /// field that an argument is called after.
    pub(super) fn typed(&self, pointer: &str) -> Option<String> {
        if let Some(name) = pointer.strip_prefix('?') {
            return Some(format!("--{}", name.replace('_', "-")));
        }
        let mut steps = pointer.strip_prefix('/')?.rsplit('/');
        steps.find_map(|step| {
            let mut known = self.0.iter();
            known
                .find(|(id, _)| id == step)
                .map(|(_, typed)| typed.clone())
        })
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::super::Cli;
    use super::*;

    fn options(words: &[&str]) -> Options {
        let mut line = Cli::command();
        let given = line.try_get_matches_from_mut(words).expect("it is right");
        Options::of(&line, &given)
    }

    #[test]
    fn a_field_is_named_by_the_option_that_gave_it() {
        let token = options(&["banli", "token", "make", "x", "--days", "0"]);
        assert_eq!(token.typed("/days").as_deref(), Some("--days"));
        assert_eq!(token.typed("/scopes/0").as_deref(), Some("--scope"));
        assert_eq!(token.typed("/label").as_deref(), Some("<LABEL>"));
        assert_eq!(token.typed("/other"), None);
        let view = options(&["banli", "view", "save", "x", "--due-before", "2023-01-01"]);
        assert_eq!(
            view.typed("/query/due_before").as_deref(),
            Some("--due-before")
        );
        assert_eq!(view.typed("?due_before").as_deref(), Some("--due-before"));
        // What `do` is told stands in words of its own.
        let line = options(&["banli", "do", "1", "note", "text=x"]);
        assert_eq!(line.typed("/text"), None);
    }
}
