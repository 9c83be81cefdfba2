//! The help and the faults of the command line in Chinese.
//!
//! English stands in the doc comments that make the command line; here its wording is looked up and replaced. A test
//! fails where a wording has no Chinese.

use std::error::Error as _;

use banli_shared::lang::{Lang, UnknownWord};
use banli_shared::text::of_decoder;
use clap::error::{ContextKind, ErrorKind};
use clap::{Arg, Command};

use super::chinese::texts;

/// The Chinese of an English wording; none where it is not known.
fn chinese(english: &str) -> Option<&'static str> {
    texts()
        .find(|(known, _)| *known == english)
        .map(|(_, chinese)| *chinese)
}

fn in_chinese(english: &str) -> String {
    chinese(english).map_or_else(|| english.to_owned(), str::to_owned)
}

const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

/// The command line with its help in Chinese.
pub(super) fn translate(mut command: Command) -> Command {
    // Built first, so that what the parser adds by itself is there to be translated.
    command.build();
    translate_built(command)
}

fn translate_built(mut command: Command) -> Command {
    if let Some(about) = command.get_about() {
        let about = in_chinese(&about.to_string());
        command = command.about(about);
    }
    if let Some(after) = command.get_after_help() {
        let after = in_chinese(&after.to_string());
        command = command.after_help(after);
    }
    let usage = command.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ");
    let usage = usage
        .replace("[OPTIONS]", "[选项]")
        .replace("[COMMAND]", "[命令]")
        .replace("<COMMAND>", "<命令>");
    command = command
        .override_usage(usage)
        .help_template(TEMPLATE)
        .subcommand_help_heading("命令")
        .mut_args(argument);
    let names: Vec<String> = command
        .get_subcommands()
        .map(|sub| sub.get_name().to_owned())
        .collect();
    for name in names {
        command = command.mut_subcommand(name, translate_built);
    }
    command
}

fn argument(argument: Arg) -> Arg {
    let mut help = argument
        .get_help()
        .map_or_else(String::new, |help| in_chinese(&help.to_string()));
    let values = argument.get_possible_values();
    let choices: Vec<&str> = values.iter().map(|value| value.get_name()).collect();
    // Those of a switch are no choice one has to know.
    if argument.get_action().takes_values() && !choices.is_empty() {
        help.push_str(&format!(" [可选：{}]", choices.join("、")));
    }
    let defaults: Vec<String> = argument
        .get_default_values()
        .iter()
        .map(|value| value.to_string_lossy().into_owned())
        .collect();
    if argument.get_action().takes_values() && !defaults.is_empty() {
        help.push_str(&format!(" [默认：{}]", defaults.join("、")));
    }
    if let Some(name) = argument.get_env() {
        help.push_str(&format!(" [环境变量：{}]", name.to_string_lossy()));
    }
    let heading = match argument.get_help_heading() {
        Some(heading) => chinese(heading).unwrap_or("选项"),
        None if argument.is_positional() => "参数",
        None => "选项",
    };
    argument
        .help(help)
        .help_heading(heading)
        .hide_possible_values(true)
        .hide_default_value(true)
        .hide_env(true)
}

/// A fault of the command line in words; none for help and version, which are shown as they are.
pub(super) fn fault(fault: &clap::Error, lang: Lang) -> Option<String> {
    match fault.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => None,
        _ => Some(match lang {
            Lang::Zh => fault_in_chinese(fault),
            Lang::En => fault.to_string(),
        }),
    }
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
    let said = cause.to_string();
    match said.split_once(" is not in ") {
        Some((_, range)) => format!("应在 {range} 之间"),
        None => of_decoder(&said).zh,
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::command::Cli;

    fn wordings(command: &Command, into: &mut Vec<String>) {
        into.extend(command.get_about().map(ToString::to_string));
        into.extend(command.get_after_help().map(ToString::to_string));
        for argument in command.get_arguments() {
            let help = argument.get_help().map(ToString::to_string);
            assert!(
                help.is_some(),
                "{} {}: no help",
                command.get_name(),
                argument.get_id()
            );
            into.extend(help);
            into.extend(argument.get_help_heading().map(str::to_owned));
        }
        for sub in command.get_subcommands() {
            assert!(sub.get_about().is_some(), "{}: no help", sub.get_name());
            wordings(sub, into);
        }
    }

    #[test]
    fn every_wording_has_its_chinese_and_none_is_left_over() {
        let mut command = Cli::command();
        command.build();
        let mut all = vec![];
        wordings(&command, &mut all);
        let missing: std::collections::BTreeSet<_> =
            all.iter().filter(|text| chinese(text).is_none()).collect();
        assert!(
            missing.is_empty(),
            "without Chinese in chinese.rs: {missing:#?}"
        );
        let idle: Vec<_> = texts()
            .filter(|(english, _)| !all.iter().any(|text| text == english))
            .collect();
        assert!(idle.is_empty(), "no longer in the help: {idle:#?}");
    }

    #[test]
    fn no_english_is_left_in_the_chinese_help() {
        let mut help = translate(Cli::command());
        for text in [
            help.render_help().to_string(),
            help.find_subcommand_mut("list")
                .expect("it is there")
                .render_help()
                .to_string(),
        ] {
            for word in [
                "Usage", "Options", "Commands", "Print", "default", "OPTIONS",
            ] {
                assert!(!text.contains(word), "{word}: {text}");
            }
        }
    }

    #[test]
    fn faults_are_said_in_chinese() {
        let say = |words: &[&str]| {
            let parsed = translate(Cli::command()).try_get_matches_from(words);
            fault(&parsed.expect_err("it is wrong"), Lang::Zh).expect("it is a fault")
        };
        assert!(say(&["banli", "lst"]).contains("没有此命令：lst；是否为 list？"));
        assert!(say(&["banli", "list", "--sesion", "1"]).contains("没有此参数：--sesion"));
        assert!(say(&["banli", "list", "--class", "x"]).contains("可选：a、b、c、d"));
        assert!(say(&["banli", "list", "--limit", "x"]).contains("应为整数"));
        assert!(say(&["banli", "list", "--due-before", "x"]).contains("应为日期"));
        assert!(say(&["banli", "show"]).contains("缺少参数：<REFERENCE>"));
        assert!(say(&["banli", "list", "--all", "--limit", "3"]).contains("同时使用"));
    }
}
