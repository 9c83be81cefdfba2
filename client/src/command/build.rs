//! A command from `key=value` words: `to.0.unit=B03` says where in the command a value stands. Whether a value is text, a
//! number or a switch is for the command's own type to say.

use banli_shared::api::{FieldFault, Json, Payload};
use banli_shared::both;
use banli_shared::lang::Lang;
use banli_shared::text::{Bilingual, of_decoder};
use banli_shared::workflow::{Action, Command};
use serde_json::{Map, Value};

/// The command that these words make, or what is wrong with them.
pub(super) fn command(name: &str, words: &[String]) -> Result<Command, Fault> {
    let mut body = Value::Object(Map::new());
    for word in words {
        let (path, value) = word.split_once('=').ok_or_else(|| {
            Fault::at(
                word,
                &Bilingual::new(
                    "应写作 名称=值，如 assignment=1",
                    "expected key=value, such as assignment=1",
                ),
            )
        })?;
        put(&mut body, path, value).map_err(|text| Fault::at(path, &text))?;
    }
    typed(name, body)
}

/// The command that this JSON makes.
pub(super) fn command_of_json(name: &str, json: &str) -> Result<Command, Fault> {
    let body = serde_json::from_str(json)
        .map_err(|fault| Fault::of(&FieldFault::of_decoder("", "json", &fault.to_string())))?;
    typed(name, body)
}

/// What is wrong.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) text: Bilingual,
    /// Nothing is wrong but that the assignment is not named.
    pub(super) lacks_assignment: bool,
}

impl Fault {
    fn at(place: &str, text: &Bilingual) -> Self {
        Self {
            text: Bilingual::new(
                format!("{place}：{}", text.zh),
                format!("{place}: {}", text.en),
            ),
            lacks_assignment: false,
        }
    }

    /// Of the command that was made here: at the word, and without the place in what nobody typed.
    fn of_made(name: &str, fault: &FieldFault) -> Self {
        let message = fault.text.split(" at line ").next().unwrap_or_default();
        let text = of_decoder(message);
        let within = fault.pointer.strip_prefix('/').unwrap_or_default();
        match within.split_once('/') {
            Some((_, at)) => Self::at(&at.replace('/', "."), &text),
            None => Self {
                lacks_assignment: message == "missing field `assignment`",
                ..Self::at(name, &text)
            },
        }
    }

    fn unknown(name: &str) -> Self {
        let begins = |it: &&Action| name.get(..2).is_some_and(|two| it.code().starts_with(two));
        let near: Vec<&Action> = Action::ALL.iter().filter(begins).collect();
        let shown = match near.is_empty() {
            true => Action::ALL.iter().collect(),
            false => near,
        };
        let named = shown
            .iter()
            .map(|it| format!("{it}（{}）", it.say(Lang::Zh)));
        let codes = shown.iter().map(|it| it.code());
        let (zh, en) = (
            named.collect::<Vec<_>>().join("、"),
            codes.collect::<Vec<_>>().join(", "),
        );
        let text = both!(
            "没有这个操作；可能是：{zh}",
            "no such command; perhaps: {en}"
        );
        Self::at(name, &text)
    }

    fn of(fault: &FieldFault) -> Self {
        Self {
            text: Bilingual::new(fault.say(Lang::Zh), fault.say(Lang::En)),
            lacks_assignment: false,
        }
    }
}

fn typed(name: &str, body: Value) -> Result<Command, Fault> {
    if name.parse::<Action>().is_err() {
        return Err(Fault::unknown(name));
    }
    let mut command = Value::Object([(name.to_owned(), body)].into_iter().collect());
    // Every text that turns out to be wanted as a number or a switch is turned into one, one after the other.
    for _ in 0..200 {
        let bytes = serde_json::to_vec(&command)
            .map_err(|fault| Fault::of(&FieldFault::of_decoder("", "json", &fault.to_string())))?;
        let fault = match <Json<Command> as Payload>::decode(&bytes) {
            Ok(Json(command)) => return Ok(command),
            Err(fault) => fault,
        };
        let leaf = command
            .pointer_mut(&fault.pointer)
            .filter(|leaf| leaf.is_string())
            // A word that is none of those known would be none as a number either, and they are named now.
            .filter(|_| !fault.text.starts_with("unknown variant"));
        let other = leaf
            .as_ref()
            .and_then(|leaf| leaf.as_str())
            .and_then(|text| {
                let value: Value = serde_json::from_str(text).ok()?;
                (value.is_number() || value.is_boolean() || value.is_null()).then_some(value)
            });
        match (leaf, other) {
            (Some(leaf), Some(other)) => *leaf = other,
            _ => return Err(Fault::of_made(name, &fault)),
        }
    }
    Err(Fault::at(
        name,
        &Bilingual::new("内容过多", "too many values"),
    ))
}

/// Puts a value at a path of names and indexes; lists grow in order.
fn put(into: &mut Value, path: &str, value: &str) -> Result<(), Bilingual> {
    let not_a_list = || Bilingual::new("这里不是列表", "this is not a list");
    let not_a_group = || Bilingual::new("这里不是一组字段", "this is not a group of fields");
    let mut at = into;
    for step in path.split('.') {
        at = match step.parse::<usize>() {
            Ok(index) => {
                if at.as_object().is_some_and(Map::is_empty) || at.is_null() {
                    *at = Value::Array(vec![]);
                }
                let list = at.as_array_mut().ok_or_else(not_a_list)?;
                if index > list.len() {
                    let so_far = list.len();
                    return Err(Bilingual::new(
                        format!("列表目前有 {so_far} 项，请从 0 开始连续编号"),
                        format!("the list has {so_far} entries so far: number them from 0"),
                    ));
                }
                if index == list.len() {
                    list.push(Value::Object(Map::new()));
                }
                &mut list[index]
            }
            Err(_) => {
                if at.is_null() {
                    *at = Value::Object(Map::new());
                }
                let fields = at.as_object_mut().ok_or_else(not_a_group)?;
                fields.entry(step).or_insert(Value::Object(Map::new()))
            }
        };
    }
    *at = Value::String(value.to_owned());
    Ok(())
}

#[cfg(test)]
mod tests {
    use banli_shared::case::AssignmentRole;

    use super::*;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn words_become_the_types_of_the_command() {
        let made = command(
            "hand_over",
            &words(&[
                "to.0.unit=B03",
                "to.0.role=lead",
                "to.1.unit=12",
                "to.1.role=co_handler",
                "visit_required=true",
            ]),
        )
        .unwrap();
        let Command::HandOver(with) = made else {
            panic!("{made:?}")
        };
        assert_eq!(
            (with.to[1].unit.as_str(), with.to[1].role),
            ("12", AssignmentRole::CoHandler)
        );
        assert!(with.visit_required);
        assert_eq!(command("file", &[]).unwrap(), Command::File {});
        let Command::SendBack(back) = command(
            "send_back",
            &words(&["assignment=2", "defects.0=evasive", "note=7 日内改好"]),
        )
        .unwrap() else {
            panic!()
        };
        assert_eq!((back.assignment, back.defects.len()), (2, 1));
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert!(command("accept", &[]).unwrap_err().lacks_assignment);
        assert!(command("acept", &[]).unwrap_err().text.en.contains("acept"));
        let level = command("approve", &words(&["assignment=1", "level=1"])).unwrap_err();
        assert!(level.text.zh.contains("`one`、`two`、`three`"), "{level:?}");
        assert!(
            command("accept", &words(&["assignment"]))
                .unwrap_err()
                .text
                .en
                .contains("key=value")
        );
        assert!(
            command("accept", &words(&["assignment=1", "more=2"]))
                .unwrap_err()
                .text
                .en
                .contains("more")
        );
        assert!(
            command("hand_over", &words(&["to.1.unit=B03"]))
                .unwrap_err()
                .text
                .en
                .contains("from 0")
        );
        let cut = command_of_json("file", "{").unwrap_err();
        assert!(cut.text.zh.contains("JSON 不完整"), "{}", cut.text.zh);
        let more = command("accept", &words(&["assignment=1", "more=2"])).unwrap_err();
        assert!(
            more.text.zh.contains("more：没有此字段：`more`"),
            "{}",
            more.text.zh
        );
    }
}
