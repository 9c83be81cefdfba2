//! The help and the faults of the command lines of both programs in the language of the reader.
//!
//! English stands in the doc comments that make a command line; here its wording is looked up and replaced. Each program
//! has a test that fails where a wording has no Chinese.

mod help;
mod names;

use std::error::Error as _;

use banli_shared::lang::{Lang, UnknownWord};
use banli_shared::text::{Said, of_decoder};
use clap::builder::Str;
use clap::error::{ContextKind, ErrorKind};
use clap::{Arg, Command};

/// English as it stands in the help of a program, and its Chinese, in as many tables as the program keeps.
#[derive(Clone, Copy, Debug)]
pub struct Wording(pub &'static [&'static [(&'static str, &'static str)]]);

/// What the parser adds to every command line by itself.
const ADDED: &[(&str, &str)] = &[
    ("Print help", "显示帮助"),
    ("Print version", "显示版本"),
    (
        "Print this message or the help of the given subcommand(s)",
        "显示本帮助或某个命令的帮助",
    ),
];

const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

impl Wording {
    /// The Chinese of an English wording; none where it is not known.
    fn chinese(self, english: &str) -> Option<&'static str> {
        let all = self.0.iter().copied().flatten().chain(ADDED);
        let mut known = all.filter(|(known, _)| *known == english);
        known.next().map(|(_, chinese)| *chinese)
    }

    fn in_chinese(self, english: &str) -> String {
        self.chinese(english)
            .map_or_else(|| english.to_owned(), str::to_owned)
    }

    /// The command line in this language.
    #[must_use]
    pub fn speaking(self, lang: Lang, mut command: Command) -> Command {
        if lang == Lang::Zh {
            // Broken into lines by our own rules.
            command = command.term_width(0);
        }
        // Built first, so that what the parser adds by itself is there to be translated.
        command.build();
        match lang {
            Lang::En => steady_usage(command),
            Lang::Zh => self.translate(command),
        }
    }

    fn translate(self, mut command: Command) -> Command {
        if let Some(about) = command.get_about() {
            let about = self.in_chinese(&about.to_string());
            command = command.about(about);
        }
        if let Some(after) = command.get_after_help() {
            let after = self.in_chinese(&after.to_string());
            command = command.after_help(after);
        }
        command = command.mut_args(|it| self.argument(it));
        let usage = command.render_usage().to_string();
        let usage = usage.trim_start_matches("Usage: ");
        let mut usage = usage.replace("[OPTIONS]", "[选项]");
        // Elsewhere it is the name of an argument, under which that is explained.
        if command.has_subcommands() {
            usage = usage
                .replace("[COMMAND]", "[命令]")
                .replace("<COMMAND>", "<命令>");
        }
        command = command
            .override_usage(usage)
            .help_template(TEMPLATE)
            .subcommand_help_heading("命令");
        let names: Vec<String> = command
            .get_subcommands()
            .map(|sub| sub.get_name().to_owned())
            .collect();
        for name in names {
            command = command.mut_subcommand(name, |it| self.translate(it));
        }
        command
    }

    fn argument(self, argument: Arg) -> Arg {
        let mut help = argument
            .get_help()
            .map_or_else(String::new, |help| self.in_chinese(&help.to_string()));
        let values = argument.get_possible_values();
        let choices: Vec<&str> = values.iter().map(|value| value.get_name()).collect();
        // Those of a switch are no choice one has to know.
        let mut beside = vec![];
        if argument.get_action().takes_values() && !choices.is_empty() {
            beside.push(format!("可选：{}", choices.join("、")));
        }
        let defaults: Vec<String> = argument
            .get_default_values()
            .iter()
            .map(|value| value.to_string_lossy().into_owned())
            .collect();
        if argument.get_action().takes_values() && !defaults.is_empty() {
            beside.push(format!("默认：{}", defaults.join("、")));
        }
        if let Some(name) = argument.get_env() {
            beside.push(format!("环境变量：{}", name.to_string_lossy()));
        }
        if !beside.is_empty() {
            help.push_str(&format!("（{}）", beside.join("；")));
        }
        let heading = match argument.get_help_heading() {
            Some(heading) => self.chinese(heading).unwrap_or("选项"),
            None if argument.is_positional() => "参数",
            None => "选项",
        };
        let named: Vec<Str> = value_names(&argument)
            .map(|name| names::chinese(name).map_or_else(|| name.clone(), Str::from))
            .collect();
        let argument = match named.is_empty() {
            true => argument,
            false => argument.value_names(named),
        };
        // Under a heading of their own they would stand by the alphabet.
        let argument = match argument.get_index() {
            Some(at) => argument.display_order(at),
            None => argument,
        };
        argument
            .help(help)
            .help_heading(heading)
            .hide_possible_values(true)
            .hide_default_value(true)
            .hide_env(true)
    }

    /// What stands in the help of `command` without Chinese, and what is here for no help: for the test of a program.
    #[must_use]
    pub fn gaps(self, mut command: Command) -> (Vec<String>, Vec<&'static str>) {
        command.build();
        let mut all = vec![];
        wordings(&command, &mut all);
        let idle = self
            .0
            .iter()
            .copied()
            .flatten()
            .map(|(english, _)| *english);
        let idle = idle.filter(|english| !all.iter().any(|text| text == english));
        let idle = idle.collect();
        let mut missing: Vec<String> = all;
        missing.retain(|text| self.chinese(text).is_none());
        let mut named = vec![];
        value_names_inside(&command, &mut named);
        missing.extend(named.into_iter().filter(|it| names::chinese(it).is_none()));
        (missing, idle)
    }
}

/// What stands in the help for the values of an argument; nothing where it takes none.
fn value_names(argument: &Arg) -> impl Iterator<Item = &Str> {
    let takes = argument.get_action().takes_values();
    let names = argument.get_value_names().filter(|_| takes);
    names.unwrap_or_default().iter()
}

/// The usage of each command as its help has it. Left to itself the parser puts in a fault every option that was given,
/// and those that the environment gives with them.
fn steady_usage(mut command: Command) -> Command {
    let usage = command.render_usage().to_string();
    command = command.override_usage(usage.trim_start_matches("Usage: ").to_owned());
    let names: Vec<String> = command
        .get_subcommands()
        .map(|sub| sub.get_name().to_owned())
        .collect();
    for name in names {
        command = command.mut_subcommand(name, steady_usage);
    }
    command
}

/// A page of help or the version, which the parser gives as a fault, set for a terminal of so many columns. In English
/// the parser shows it best itself.
#[must_use]
pub fn help(page: &clap::Error, lang: Lang, room: Option<usize>) -> Option<String> {
    (lang == Lang::Zh).then(|| help::set(&page.to_string(), room))
}

/// Every wording in the help of a command and of those inside it; an empty one where there is none.
fn wordings(command: &Command, into: &mut Vec<String>) {
    let said = |text: Option<&clap::builder::StyledStr>| text.map(ToString::to_string);
    into.push(said(command.get_about()).unwrap_or_default());
    into.extend(said(command.get_after_help()));
    for argument in command.get_arguments() {
        into.push(said(argument.get_help()).unwrap_or_default());
        into.extend(argument.get_help_heading().map(str::to_owned));
    }
    for sub in command.get_subcommands() {
        wordings(sub, into);
    }
}

/// Every name of a value in the help of a command and of those inside it.
fn value_names_inside(command: &Command, into: &mut Vec<String>) {
    for argument in command.get_arguments() {
        into.extend(value_names(argument).map(ToString::to_string));
    }
    for sub in command.get_subcommands() {
        value_names_inside(sub, into);
    }
}

/// A fault of the command line in words; none for help and version, which are shown as they are.
#[must_use]
pub fn fault(fault: &clap::Error, lang: Lang) -> Option<String> {
    match fault.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => None,
        _ => Some(match lang {
            Lang::Zh => fault_in_chinese(fault),
            Lang::En => fault_in_english(fault),
        }),
    }
}

fn fault_in_english(fault: &clap::Error) -> String {
    let text = fault.to_string();
    let range = fault.source().map(ToString::to_string);
    match range.as_deref().and_then(beyond) {
        Some((said, from, to)) => text.replace(
            said,
            &format!("should be a whole number from {from} to {to}"),
        ),
        None => text,
    }
}

/// What the parser says of a number out of its range, and the bounds: `9 is not in 0..=4`.
fn beyond(said: &str) -> Option<(&str, &str, &str)> {
    let (_, range) = said.split_once(" is not in ")?;
    let (from, to) = range.split_once("..=")?;
    Some((said, from, to))
}

fn fault_in_chinese(fault: &clap::Error) -> String {
    let context = |kind| fault.get(kind).map(ToString::to_string).unwrap_or_default();
    let (argument, value) = (
        context(ContextKind::InvalidArg),
        context(ContextKind::InvalidValue),
    );
    let mut text = match fault.kind() {
        ErrorKind::UnknownArgument => format!("没有此参数：{argument}"),
        ErrorKind::InvalidSubcommand => {
            format!("没有此命令：{}", context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingRequiredArgument => {
            format!("缺少参数：{}", argument.replace('\n', "、"))
        }
        ErrorKind::MissingSubcommand => "缺少命令".to_owned(),
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} 缺少取值"),
        ErrorKind::InvalidValue => format!("{argument} 的取值无效：{value}"),
        ErrorKind::ValueValidation => {
            let why = fault.source().map(why_in_chinese).unwrap_or_default();
            format!("{argument} 的取值无效：{value}；{why}")
        }
        ErrorKind::ArgumentConflict => format!(
            "{argument} 不能与 {} 同时使用",
            context(ContextKind::PriorArg)
        ),
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues => {
            format!("{argument} 的取值个数不对")
        }
        ErrorKind::NoEquals => format!("{argument} 后需要等号和取值"),
        ErrorKind::InvalidUtf8 => "参数不是 UTF-8 文字".to_owned(),
        _ => fault.to_string(),
    };
    let choices = context(ContextKind::ValidValue);
    if !choices.is_empty() {
        text.push_str(&format!("（可选：{}）", choices.replace(", ", "、")));
    }
    for kind in [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand] {
        let meant = context(kind);
        if !meant.is_empty() {
            text.push_str(&format!("；是否为 {}？", meant.replace(", ", "、")));
        }
    }
    text.push_str("\n用法见 --help");
    text
}

/// Why a value is not what was asked for.
fn why_in_chinese(cause: &(dyn std::error::Error + 'static)) -> String {
    if let Some(unknown) = cause.downcast_ref::<UnknownWord>() {
        return format!("可选：{}", unknown.known.replace(", ", "、"));
    }
    if let Some(Said(said)) = cause.downcast_ref::<Said>() {
        return said.zh.clone();
    }
    let said = cause.to_string();
    match beyond(&said) {
        Some((_, from, to)) => format!("应为 {from} 至 {to} 的整数"),
        None => of_decoder(&said).zh,
    }
}

#[cfg(test)]
mod tests {
    use clap::{Arg, Command};

    use super::*;

    const WORDING: Wording = Wording(&[&[
        ("A program", "程序"),
        ("How many", "多少"),
        ("Left over", "多余"),
    ]]);

    fn program() -> Command {
        let most = Arg::new("most")
            .long("most")
            .value_parser(clap::value_parser!(u32));
        Command::new("it")
            .about("A program")
            .arg(most.help("How many"))
            .arg(Arg::new("of").value_name("GRAINS").help("Of what"))
    }

    #[test]
    fn what_lacks_chinese_and_what_is_left_over_is_found() {
        let (missing, idle) = WORDING.gaps(program());
        assert_eq!(
            (missing, idle),
            (
                vec!["Of what".to_owned(), "GRAINS".to_owned()],
                vec!["Left over"]
            )
        );
    }

    #[test]
    fn help_and_faults_are_said_in_chinese() {
        let help = WORDING
            .speaking(Lang::Zh, program())
            .render_help()
            .to_string();
        assert!(
            help.contains("用法：it") && help.contains("显示帮助"),
            "{help}"
        );
        for word in ["Usage", "Options", "Print"] {
            assert!(!help.contains(word), "{help}");
        }
        let program = WORDING.speaking(Lang::Zh, program());
        let wrong = program.try_get_matches_from(["it", "--most", "x"]);
        let said = fault(&wrong.expect_err("it is wrong"), Lang::Zh);
        assert!(said.expect("a fault is said").contains("应为整数"));
    }

    #[test]
    fn a_range_is_said_in_words() {
        for (lang, words) in [
            (Lang::Zh, "应为 0 至 4294967295 的整数"),
            (Lang::En, "should be a whole number from 0 to 4294967295"),
        ] {
            let wrong = WORDING.speaking(lang, program()).try_get_matches_from([
                "it",
                "--most",
                "99999999999",
            ]);
            let said = fault(&wrong.expect_err("it is wrong"), lang).expect("a fault is said");
            assert!(said.contains(words) && !said.contains(".."), "{said}");
        }
    }

    #[test]
    fn the_usage_of_a_fault_is_that_of_the_help() {
        let with = || {
            let of = Arg::new("of").required(true);
            let server = Arg::new("server").long("server").default_value("here");
            program().arg(server).subcommand(Command::new("do").arg(of))
        };
        for lang in [Lang::Zh, Lang::En] {
            let asked = ["it", "--server", "there", "do"];
            let wrong = WORDING.speaking(lang, with()).try_get_matches_from(asked);
            let said = fault(&wrong.expect_err("it is wrong"), lang).expect("a fault is said");
            assert!(!said.contains("--server"), "{said}");
        }
    }
}
