//! A command from `key=value` words: `to.0.unit=B03` says where in the command a value stands. Whether a value is text, a
//! number, a switch or a list is for the command's own type to say. Several values of one field are written with commas
//! (`units=A03,B01`), or by naming it again (`units=A03 units=B01`): what is named more than once is taken as it is, commas
//! and all.

use banli_shared::api::{FieldFault, Json, Payload};
use banli_shared::both;
use banli_shared::calendar::{Date, DateFault};
use banli_shared::ids::AssignmentNo;
use banli_shared::lang::Lang;
use banli_shared::org::likest;
use banli_shared::text::{Bilingual, narrow, of_decoder};
use banli_shared::workflow::{Action, Command, CommandField, fields};
use serde_json::{Map, Value};

use super::line::{BLANK, wanted};

/// What these words say: a value for each name; several for one name are a list. `beside` is what is said already, of which
/// no word says anything again.
pub(super) fn body(beside: Option<&Value>, words: &[String]) -> Result<Value, Fault> {
    let mut body = beside.cloned().unwrap_or_else(|| Value::Object(Map::new()));
    for word in words {
        let split = word
            .split_once(['=', '＝'])
            .filter(|(path, _)| !path.is_empty());
        let (path, value) = split.ok_or_else(|| {
            Fault::at(
                word,
                &Bilingual::new(
                    "应写作 名称=值，如 assignment=1",
                    "expected key=value, such as assignment=1",
                ),
            )
        })?;
        if value == BLANK {
            let text = Bilingual::new(
                "请把 … 换成要填的内容",
                "put what you mean in the place of …",
            );
            return Err(Fault::at(path, &text));
        }
        let said = |body: &Value| {
            body.pointer(&format!("/{}", path.replace('.', "/")))
                .is_some()
        };
        if beside.is_some_and(said) {
            let text = Bilingual::new(
                "--data 中已写有此项，请只写一处",
                "--data says this already: say it in one place only",
            );
            return Err(Fault::at(path, &text));
        }
        put(&mut body, path, value).map_err(|text| Fault::at(path, &text))?;
    }
    Ok(body)
}

/// The value that this JSON is.
pub(super) fn body_of_json(json: &str) -> Result<Value, Fault> {
    serde_json::from_str(json)
        .map_err(|fault| Fault::of(&FieldFault::of_decoder("", "json", &fault.to_string())))
}

/// The action of this name.
pub(super) fn action(name: &str) -> Result<Action, Fault> {
    name.parse().map_err(|_unknown| Fault::unknown(name))
}

/// Whether the action is on an assignment, and none is named.
pub(super) fn lacks_assignment(action: Action, body: &Value) -> bool {
    action.is_on_assignment() && body.pointer(assignment_in(action)).is_none()
}

/// The assignment that is named.
pub(super) fn assignment(action: Action, body: &Value) -> Option<AssignmentNo> {
    let named = body.pointer(assignment_in(action))?;
    serde_json::from_str(&narrow(named.as_str().unwrap_or_default()))
        .ok()
        .or_else(|| named.as_u64()?.try_into().ok())
}

/// Names the assignment.
pub(super) fn put_assignment(action: Action, body: &mut Value, no: AssignmentNo) {
    let path = assignment_in(action).trim_start_matches('/');
    // Where the body is no group of fields, its type says so.
    let _ = put(body, &path.replace('/', "."), &no.to_string());
}

const fn assignment_in(action: Action) -> &'static str {
    match action {
        Action::RecordRating => "/form/assignment",
        _ => "/assignment",
    }
}

/// What is wrong.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) text: Bilingual,
    /// Nothing is wrong but that something is not said.
    pub(super) lacks: bool,
}

impl Fault {
    fn at(place: &str, text: &Bilingual) -> Self {
        Self {
            text: Bilingual::new(
                format!("{place}：{}", text.zh),
                format!("{place}: {}", text.en),
            ),
            lacks: false,
        }
    }

    /// Of the command that was made here: at the word, and without the place in what nobody typed.
    fn of_made(name: &str, fault: &FieldFault) -> Self {
        let message = fault.text.split(" at line ").next().unwrap_or_default();
        let text = of_decoder(message);
        let within = fault.pointer.strip_prefix('/').unwrap_or_default();
        match within.split_once('/') {
            Some((_, at)) => Self::at(&at.replace('/', "."), &text),
            None => Self::at(name, &text),
        }
    }

    /// The nearest that there is; what somebody may do is said by the case.
    fn unknown(name: &str) -> Self {
        let near = nearest(name);
        let named = near
            .iter()
            .map(|it| format!("{it}（{}）", it.say(Lang::Zh)));
        let (zh, en) = (
            named.collect::<Vec<_>>().join("、"),
            near.iter()
                .map(|it| it.code())
                .collect::<Vec<_>>()
                .join(", "),
        );
        let text = match near.is_empty() {
            true => both!("没有这个操作", "no such command"),
            false => both!(
                "没有这个操作；是否为 {zh}？",
                "no such command; perhaps {en}?"
            ),
        };
        Self::at(name, &text)
    }

    fn of(fault: &FieldFault) -> Self {
        Self {
            text: Bilingual::new(fault.say(Lang::Zh), fault.say(Lang::En)),
            lacks: false,
        }
    }

    /// The text that was read is not named.
    pub(super) fn lacks_text() -> Self {
        Self {
            text: Bilingual::new(
                "须写明您读过的文本：--text 校验值（见 banli show）",
                "say which text you have read: --text HASH (see banli show)",
            ),
            lacks: true,
        }
    }

    /// What a command needs and was not given.
    fn lacking(action: Action, missing: &[CommandField]) -> Self {
        let wanted: Vec<Bilingual> = missing.iter().map(wanted).collect();
        let zh: Vec<&str> = wanted.iter().map(|it| it.zh.as_str()).collect();
        let en: Vec<&str> = wanted.iter().map(|it| it.en.as_str()).collect();
        let (zh, en) = (zh.join("；"), en.join("; "));
        let name = action.say(Lang::Zh);
        Self {
            text: both!("{action}（{name}）还缺：{zh}", "{action} also needs: {en}"),
            lacks: true,
        }
    }
}

/// Actions that somebody may have meant: all that are called so, else the likest.
fn nearest(name: &str) -> Vec<Action> {
    let words = |it: Action| [it.code(), it.say(Lang::Zh), it.say(Lang::En)];
    let all = || Action::ALL.iter().copied();
    let called: Vec<Action> = all().filter(|it| words(*it).contains(&name)).collect();
    if !called.is_empty() {
        return called;
    }
    let words = all().flat_map(|it| words(it).map(|word| (word, it)));
    likest(name, words).into_iter().collect()
}

/// The command that a body makes.
pub(super) fn command(action: Action, body: Value) -> Result<Command, Fault> {
    let name = action.code();
    let missing: Vec<CommandField> = fields(action)
        .into_iter()
        // The text that was read is named beside the words.
        .filter(|field| field.required && field.path != "hash")
        .filter(|field| {
            body.is_object() && body.pointer(&format!("/{}", field.path.replace('.', "/"))).is_none()
        })
        .collect();
    let mut command = Value::Object([(name.to_owned(), body)].into_iter().collect());
    // Every text that turns out to be wanted as something else is turned into that, one after the other.
    for _ in 0..200 {
        let bytes = serde_json::to_vec(&command)
            .map_err(|fault| Fault::of(&FieldFault::of_decoder("", "json", &fault.to_string())))?;
        let fault = match <Json<Command> as Payload>::decode(&bytes) {
            Ok(Json(command)) => return Ok(command),
            Err(fault) => fault,
        };
        if fault.text.starts_with("missing field") && !missing.is_empty() {
            return Err(Fault::lacking(action, &missing));
        }
        let leaf = command
            .pointer_mut(&fault.pointer)
            // A word that is none of those known would be none as a number either, and they are named now.
            .filter(|_| !fault.text.starts_with("unknown variant"));
        match leaf.and_then(|leaf| Some((other(action, leaf, &fault)?, leaf))) {
            Some((other, leaf)) => *leaf = other,
            None => return Err(Fault::of_made(name, &fault)),
        }
    }
    Err(Fault::at(
        name,
        &Bilingual::new("内容过多", "too many values"),
    ))
}

/// What a text stands for where something else is wanted: a list of what stands between commas, a day, a number, a switch.
fn other(action: Action, leaf: &Value, fault: &FieldFault) -> Option<Value> {
    let text = leaf.as_str()?;
    if fault.text.contains("expected a sequence") {
        // Sentences have commas of their own.
        let whole = action == Action::Amend;
        let parts = text.split([',', '，', '、']).map(str::trim);
        let parts: Vec<Value> = match whole {
            true => vec![text.into()],
            false => parts
                .filter(|part| !part.is_empty())
                .map(Value::from)
                .collect(),
        };
        return Some(Value::Array(parts));
    }
    let wants_a_day = fault.text.starts_with(&DateFault.to_string());
    if let (true, Ok(day)) = (wants_a_day, text.parse::<Date>()) {
        return Some(day.to_string().into());
    }
    let value: Value = serde_json::from_str(&narrow(text)).ok()?;
    (value.is_number() || value.is_boolean() || value.is_null()).then_some(value)
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
                if at.is_string() {
                    return Err(Bilingual::new(
                        "此前已有不带编号的取值，请全部编号或全部不编号",
                        "there is a value without a number before it: number all of them, or none",
                    ));
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
    let value = Value::String(value.to_owned());
    match at {
        // Named once more: one more of a list.
        Value::Array(list) => list.push(value),
        Value::String(first) => *at = Value::Array(vec![first.as_str().into(), value]),
        _ => *at = value,
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use banli_shared::case::AssignmentRole;

    use super::*;

    fn made(name: &str, words: &[&str]) -> Result<Command, Fault> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        command(action(name)?, body(None, &words)?)
    }

    #[test]
    fn days_and_numbers_are_read_as_people_type_them() {
        let words = [
            "assignment＝２",
            "suggestion=１",
            "units=B03",
            "text=调研",
            "due=２０２３年９月３０日",
        ];
        let Command::CutTask(with) = made("cut_task", &words).unwrap() else {
            panic!()
        };
        assert_eq!((with.assignment, with.suggestion), (2, 1));
        for due in ["2023/9/30", "2023.9.30", "２０２３－９－３０"] {
            let due = format!("due={due}");
            let words = ["assignment=2", "suggestion=1", "units=B03", "text=a", &due];
            let Command::CutTask(again) = made("cut_task", &words).unwrap() else {
                panic!()
            };
            assert_eq!(again.due, with.due);
        }
        let words = ["assignment=1", "suggestions=１、３"];
        let Command::ExtendPart(with) = made("extend_part", &words).unwrap() else {
            panic!()
        };
        assert_eq!(with.suggestions, [1, 3]);
        assert!(made("cut_task", &["due=30.9.2023"]).is_err());
    }

    fn units(words: &[&str]) -> Vec<String> {
        let all = [
            "assignment=1",
            "suggestion=1",
            "text=调研，并报送",
            "due=2026-10-01",
        ];
        let words: Vec<&str> = all.iter().chain(words).copied().collect();
        let Command::CutTask(with) = made("cut_task", &words).unwrap() else {
            panic!()
        };
        with.units.into_iter().map(|unit| unit.0).collect()
    }

    #[test]
    fn words_become_the_types_of_the_command() {
        let made_over = made(
            "hand_over",
            &[
                "to.0.unit=B03",
                "to.0.role=lead",
                "to.1.unit=12",
                "to.1.role=co_handler",
                "to.1.suggestions=1,3",
                "visit_required=true",
            ],
        )
        .unwrap();
        let Command::HandOver(with) = made_over else {
            panic!("{made_over:?}")
        };
        assert_eq!(
            (with.to[1].unit.as_str(), with.to[1].role),
            ("12", AssignmentRole::CoHandler)
        );
        assert_eq!(with.to[1].suggestions, [1, 3]);
        assert!(with.visit_required);
        assert_eq!(made("file", &[]).unwrap(), Command::File {});
        let Command::SendBack(back) = made(
            "send_back",
            &["assignment=2", "defects=evasive,format", "note=7 日内改好"],
        )
        .unwrap() else {
            panic!()
        };
        assert_eq!((back.assignment, back.defects.len()), (2, 2));
    }

    #[test]
    fn a_list_is_written_with_commas_or_by_naming_it_again() {
        let both = ["A03", "B01"];
        assert_eq!(units(&["units=A03,B01"]), both);
        assert_eq!(units(&["units=A03、B01"]), both);
        assert_eq!(units(&["units=A03，B01"]), both);
        assert_eq!(units(&["units=A03", "units=B01"]), both);
        assert_eq!(units(&["units.0=A03", "units.1=B01"]), both);
        assert_eq!(units(&["units.0=A03", "units=B01"]), both);
        assert_eq!(units(&["units=A03"]), ["A03"]);
        let Command::Amend(with) = made("amend", &["suggestions=增加班次，延长时间"]).unwrap()
        else {
            panic!()
        };
        assert_eq!(with.suggestions.unwrap(), ["增加班次，延长时间"]);
        let twice = made("accept", &["assignment=1", "assignment=2"]).unwrap_err();
        assert!(twice.text.zh.contains("列表"), "{twice:?}");
    }

    #[test]
    fn words_stand_beside_json_and_say_nothing_again() {
        let beside = |json: &str, words: &[&str]| {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            body(Some(&body_of_json(json)?), &words)
        };
        let draft = beside(r#"{ "body": "经研究", "class": "a" }"#, &["assignment=2"]).unwrap();
        let made = command(Action::SaveDraft, draft).unwrap();
        assert_eq!(made.assignment(), Some(2));
        let units = beside(r#"{ "units": ["A03"] }"#, &["suggestion=1", "units.1=B01"]).unwrap();
        assert_eq!(units["units"], serde_json::json!(["A03", "B01"]));
        for (json, word, at) in [
            (r#"{ "assignment": 1 }"#, "assignment=2", "assignment"),
            (r#"{ "assignment": null }"#, "assignment=2", "assignment"),
            (r#"{ "units": ["A03"] }"#, "units=B01", "units"),
            (r#"{ "to": [{ "unit": "A" }] }"#, "to.0.unit=B", "to.0.unit"),
        ] {
            let twice = beside(json, &[word]).unwrap_err().text;
            assert_eq!(
                twice.en,
                format!("{at}: --data says this already: say it in one place only")
            );
            assert!(twice.zh.starts_with(&format!("{at}：--data")), "{twice:?}");
        }
        for (json, word) in [
            ("[]", "assignment=1"),
            ("1", "assignment=1"),
            (r#"{ "to": 1 }"#, "to.0.unit=B"),
        ] {
            let odd = beside(json, &[word]).unwrap_err().text;
            assert!(odd.en.contains("is not a"), "{json}: {odd:?}");
        }
    }

    #[test]
    fn what_is_missing_is_named_with_what_it_can_be() {
        let lacking = made("approve", &["assignment=1"]).unwrap_err().text;
        assert_eq!(
            lacking.zh,
            "approve（审核通过）还缺：level（审核级别），可取 one（一级）、two（二级）、three（三级）"
        );
        assert_eq!(
            lacking.en,
            "approve also needs: level (one of one, two, three)"
        );
        let lacking = made("cut_task", &["assignment=1", "units=A03"]).unwrap_err();
        let said = lacking.text.en;
        assert_eq!(said, "cut_task also needs: suggestion; text; due");
        assert!(lacks_assignment(Action::Accept, &body(None, &[]).unwrap()));
        let blank = made("urge", &["assignment=1", "note=…"]).unwrap_err();
        assert!(blank.text.zh.contains("换成"), "{blank:?}");
    }

    #[test]
    fn an_unknown_command_is_answered_with_the_nearest() {
        for (name, nearest) in [
            ("acept", "accept"),
            ("签收", "accept"),
            ("handover", "hand_over"),
            ("submit", "submit_reply"),
            ("退回修改", "ask_revision, send_back"),
        ] {
            let said = action(name).unwrap_err().text.en;
            assert!(said.contains(nearest), "{name}: {said}");
            assert!(said.matches(", ").count() < 3, "{name}: {said}");
        }
        assert_eq!(
            action("xyzzy").unwrap_err().text.en,
            "xyzzy: no such command"
        );
    }

    #[test]
    fn what_is_wrong_is_named() {
        let level = made("approve", &["assignment=1", "level=1"]).unwrap_err();
        assert!(level.text.zh.contains("“one”、“two”、“three”"), "{level:?}");
        assert!(
            made("accept", &["assignment"])
                .unwrap_err()
                .text
                .en
                .contains("key=value")
        );
        let nameless = made("accept", &["=1"]).unwrap_err();
        assert!(nameless.text.en.contains("key=value"), "{nameless:?}");
        let numbered = made("cut_task", &["units=B03", "units.0=B02"]).unwrap_err();
        assert!(
            numbered.text.en.contains("number all of them"),
            "{numbered:?}"
        );
        let cut = [
            "assignment=1",
            "suggestion=one",
            "text=1",
            "due=2026-10-01",
            "units=A",
        ];
        let number = made("cut_task", &cut).unwrap_err().text;
        assert!(number.en.contains("expected a whole number"), "{number:?}");
        assert!(number.zh.contains("应为不小于 0 的整数"), "{number:?}");
        let list = command(Action::Urge, body_of_json("[]").unwrap()).unwrap_err();
        assert!(
            list.text.en.contains("expected a group of fields"),
            "{list:?}"
        );
        assert!(!list.text.en.contains("struct"), "{list:?}");
        let gap = made("hand_over", &["to.1.unit=B03"]).unwrap_err();
        assert!(gap.text.en.contains("from 0"));
        let cut = body_of_json("{").unwrap_err();
        assert!(cut.text.zh.contains("JSON 不完整"), "{}", cut.text.zh);
        let more = made("accept", &["assignment=1", "more=2"]).unwrap_err();
        assert!(
            more.text.zh.contains("more：没有此字段：“more”"),
            "{}",
            more.text.zh
        );
    }
}
