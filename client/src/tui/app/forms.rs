//! What a command still needs, asked for in a form: one field a line, built into the command at the end.

use std::collections::BTreeSet;

use banli_shared::api::proposals::CaseView;
use banli_shared::calendar::Date;
use banli_shared::case::{AssignmentRole, Counterpart, Forwarded, Position, Satisfaction, Verdict};
use banli_shared::ids::{CaseId, PersonId, UnitCode};
use banli_shared::lang::{Lang, Word};
use banli_shared::profile::{ContactForm, Defect};
use banli_shared::text::split_persons;
use banli_shared::workflow::{
    Action, AnswerSuggestion, Approve, Command, Decline, DispatchTo, HandOver, HandTo, KeyProposal,
    LogContact, Merge, On, Rate, Reassign, RecordRating, SendBack, Sign, StrikeContact, WithReason,
    WithReasonOn,
};
use ratatui::Frame;
use ratatui::layout::{Alignment, Rect};

use super::super::keys::command::Place;
use super::super::keys::key::{Code, Key};
use super::super::keys::shown;
use super::super::theme::Role;
use super::super::widgets::editor::{Editor, Lines};
use super::super::widgets::hints::hints;
use super::super::widgets::popup::{centred, popup};
use super::super::widgets::put::{put, put_before};
use super::news::Target;
use super::overlay::popup_width;
use super::state::Shared;
use super::texts;

/// One question.
pub(super) struct FormField {
    name: &'static str,
    label: &'static str,
    kind: FieldKind,
}

enum FieldKind {
    Text(Box<Editor>, u16),
    Choose {
        options: Vec<(String, String)>,
        at: usize,
    },
    Many {
        options: Vec<(String, String)>,
        at: usize,
        chosen: BTreeSet<usize>,
    },
    Switch(bool),
}

/// Questions before a command.
pub struct Form {
    /// The action they are for.
    pub action: Action,
    /// The cases it is for.
    pub targets: Vec<Target>,
    title: String,
    fields: Vec<FormField>,
    at: usize,
    /// What was wrong with the answers.
    pub fault: Option<String>,
}

fn line(name: &'static str, label: &'static str, text: &str) -> FormField {
    FormField {
        name,
        label,
        kind: FieldKind::Text(Box::new(Editor::new(text, Lines::One)), 1),
    }
}

fn text(name: &'static str, label: &'static str) -> FormField {
    FormField {
        name,
        label,
        kind: FieldKind::Text(Box::new(Editor::new("", Lines::Many)), 3),
    }
}

fn choose(name: &'static str, label: &'static str, options: Vec<(String, String)>) -> FormField {
    FormField {
        name,
        label,
        kind: FieldKind::Choose { options, at: 0 },
    }
}

fn many(name: &'static str, label: &'static str, options: Vec<(String, String)>) -> FormField {
    FormField {
        name,
        label,
        kind: FieldKind::Many {
            options,
            at: 0,
            chosen: BTreeSet::new(),
        },
    }
}

fn words<W: Word>(lang: Lang) -> Vec<(String, String)> {
    W::all()
        .iter()
        .map(|word| (word.code().to_owned(), word.say(lang).to_owned()))
        .collect()
}

fn optional<W: Word>(lang: Lang) -> Vec<(String, String)> {
    let mut options = vec![(String::new(), texts::not_stated(lang).to_owned())];
    options.extend(words::<W>(lang));
    options
}

/// The form that `action` needs; none where it needs nothing but its target.
#[must_use]
pub(super) fn form_for(
    shared: &Shared,
    action: Action,
    targets: Vec<Target>,
    view: Option<&CaseView>,
    today: &str,
) -> Option<Form> {
    let lang = shared.lang;
    let reason = || vec![text("reason", texts::reason(lang))];
    let units = || -> Vec<(String, String)> {
        shared
            .units
            .values()
            .filter(|unit| unit.parent.is_none() && !unit.retired)
            .map(|unit| (unit.code.0.clone(), format!("{} {}", unit.code, unit.name)))
            .collect()
    };
    let assignment = || {
        let no = targets.first()?.assignment?;
        view?.case.assignment(no)
    };
    let fields = match action {
        Action::AskRevision
        | Action::Withdraw
        | Action::RefuseReturn
        | Action::WaiveOpinion
        | Action::RequestReturn
        | Action::SecondHandling => reason(),
        Action::Decline => {
            let grounds = shared.profile.iter().flat_map(|profile| {
                profile
                    .grounds
                    .iter()
                    .map(|ground| (ground.code.clone(), ground.text.say(lang).to_owned()))
            });
            let mut forwarded = vec![(String::new(), texts::not_forwarded(lang).to_owned())];
            forwarded.extend(words::<Forwarded>(lang));
            vec![
                choose("ground", texts::ground(lang), grounds.collect()),
                text("note", texts::told(lang)),
                choose("forwarded", texts::forwarded(lang), forwarded),
            ]
        }
        Action::Merge => vec![line("into", texts::into_number(lang), "")],
        Action::MarkKey => vec![line("leader", texts::leader(lang), "")],
        Action::HandOver => vec![
            choose("lead", texts::lead_unit(lang), units()),
            many("co", texts::co_handlers(lang), units()),
            line("due", texts::due_or_rule(lang), ""),
            FormField {
                name: "visit",
                label: texts::visit_required(lang),
                kind: FieldKind::Switch(false),
            },
            line("goal", texts::goal(lang), ""),
        ],
        Action::Reassign => {
            vec![
                choose("unit", texts::new_unit(lang), units()),
                text("reason", texts::reason(lang)),
            ]
        }
        Action::Dispatch => {
            let own = assignment().map(|a| a.unit.clone());
            let mut departments: Vec<(String, String)> = shared
                .units
                .values()
                .filter(|unit| unit.parent.is_some() && unit.parent == own)
                .map(|unit| (unit.code.0.clone(), unit.name.clone()))
                .collect();
            if let Some(own) = own {
                departments.push((own.0.clone(), shared.unit_name(&own).to_owned()));
            }
            vec![
                choose("department", texts::department(lang), departments),
                line("leader", texts::leader_in_charge(lang), ""),
                text("note", texts::note(lang)),
            ]
        }
        Action::LogContact => {
            let member = view.and_then(|view| view.case.proposal.proposers.first());
            let me = shared.me.as_ref().map_or("", |me| me.name.as_str());
            vec![
                line("on", texts::day(lang), today),
                choose(
                    "form",
                    texts::contact_form(lang),
                    words::<ContactForm>(lang),
                ),
                line(
                    "members",
                    texts::members(lang),
                    member.map_or("", |member| member.name.as_str()),
                ),
                line("unit_side", texts::unit_side(lang), me),
                choose("position", texts::position(lang), words::<Position>(lang)),
                text("said", texts::said(lang)),
                line("outcome", texts::outcome(lang), ""),
            ]
        }
        Action::StrikeContact => {
            let contacts = assignment().into_iter().flat_map(|a| {
                a.round().contacts_that_count().map(|contact| {
                    (
                        contact.no.to_string(),
                        format!("{} {}", contact.on, contact.form.say(lang)),
                    )
                })
            });
            vec![
                choose("contact", texts::contact(lang), contacts.collect()),
                text("reason", texts::reason(lang)),
            ]
        }
        Action::AnswerSuggestion => {
            let suggestions = view.into_iter().flat_map(|view| {
                view.case.proposal.suggestions.iter().map(|suggestion| {
                    (
                        suggestion.no.to_string(),
                        format!("{}. {}", suggestion.no, suggestion.text),
                    )
                })
            });
            vec![
                choose("suggestion", texts::suggestion(lang), suggestions.collect()),
                choose("verdict", texts::verdict(lang), words::<Verdict>(lang)),
                text("text", texts::answer(lang)),
            ]
        }
        Action::SendBack => {
            vec![
                many("defects", texts::defects(lang), words::<Defect>(lang)),
                text("note", texts::sentence(lang)),
            ]
        }
        Action::Sign => vec![line("document_number", texts::document_number(lang), "")],
        Action::Rate | Action::RecordRating => {
            let mut fields = vec![];
            if action == Action::RecordRating {
                let raters = view.into_iter().flat_map(|view| {
                    view.case
                        .raters()
                        .map(|rater| (rater.no.to_string(), rater.proposer.name.clone()))
                        .collect::<Vec<_>>()
                });
                fields.push(choose("rater", texts::rater(lang), raters.collect()));
            }
            let yes_no = vec![
                (String::new(), texts::not_stated(lang).to_owned()),
                ("true".to_owned(), texts::yes(lang).to_owned()),
                ("false".to_owned(), texts::no(lang).to_owned()),
            ];
            fields.extend([
                choose("work", texts::work(lang), optional::<Satisfaction>(lang)),
                choose(
                    "result",
                    texts::result(lang),
                    optional::<Satisfaction>(lang),
                ),
                choose("contacted", texts::contacted(lang), yes_no),
                text("comment", texts::comment(lang)),
            ]);
            fields
        }
        _ => return None,
    };
    let title = match targets.as_slice() {
        [one] => format!("{} {}", action.say(lang), one.number),
        several => texts::action_on_many(lang, action.say(lang), several.len()),
    };
    Some(Form {
        action,
        targets,
        title,
        fields,
        at: 0,
        fault: None,
    })
}

impl Form {
    /// Chooses or fills in an answer beforehand.
    pub fn prefill(&mut self, name: &str, value: &str) {
        let Some(field) = self.fields.iter_mut().find(|field| field.name == name) else {
            return;
        };
        match &mut field.kind {
            FieldKind::Text(editor, _) => editor.replace(value),
            FieldKind::Choose { options, at } => {
                *at = options
                    .iter()
                    .position(|(code, _)| code == value)
                    .unwrap_or(*at);
            }
            FieldKind::Many {
                options, chosen, ..
            } => {
                chosen.extend(options.iter().position(|(code, _)| code == value));
            }
            FieldKind::Switch(on) => *on = value == "true",
        }
    }

    pub(super) fn key(&mut self, key: Key) {
        let several = matches!(self.current(), FieldKind::Text(_, rows) if *rows > 1);
        match key.code {
            Code::Tab if !key.shift => self.at = (self.at + 1) % self.fields.len(),
            Code::Tab => self.at = (self.at + self.fields.len() - 1) % self.fields.len(),
            Code::Enter if !several => self.at = (self.at + 1).min(self.fields.len() - 1),
            _ => match self.current_mut() {
                FieldKind::Text(editor, _) => {
                    editor.press(key);
                }
                FieldKind::Choose { options, at } => turn(key, options, at),
                FieldKind::Many {
                    options,
                    at,
                    chosen,
                } => {
                    if key.code == Code::Char(' ') {
                        if !chosen.remove(at) {
                            chosen.insert(*at);
                        }
                    } else {
                        turn(key, options, at);
                    }
                }
                FieldKind::Switch(on) => {
                    if matches!(key.code, Code::Char(' ') | Code::Left | Code::Right) {
                        *on = !*on;
                    }
                }
            },
        }
    }

    pub(super) fn paste(&mut self, pasted: &str) {
        if let FieldKind::Text(editor, _) = self.current_mut() {
            editor.paste(pasted);
        }
    }

    pub(super) fn undo(&mut self) {
        if let FieldKind::Text(editor, _) = self.current_mut() {
            editor.undo();
        }
    }

    pub(super) fn redo(&mut self) {
        if let FieldKind::Text(editor, _) = self.current_mut() {
            editor.redo();
        }
    }

    fn current(&self) -> &FieldKind {
        &self.fields[self.at].kind
    }

    fn current_mut(&mut self) -> &mut FieldKind {
        &mut self.fields[self.at].kind
    }

    fn get(&self, name: &str) -> String {
        let Some(field) = self.fields.iter().find(|field| field.name == name) else {
            return String::new();
        };
        match &field.kind {
            FieldKind::Text(editor, _) => editor.text().trim().to_owned(),
            FieldKind::Choose { options, at } => options
                .get(*at)
                .map_or_else(String::new, |(code, _)| code.clone()),
            FieldKind::Many { .. } => String::new(),
            FieldKind::Switch(on) => on.to_string(),
        }
    }

    fn all(&self, name: &str) -> Vec<String> {
        match self
            .fields
            .iter()
            .find(|field| field.name == name)
            .map(|field| &field.kind)
        {
            Some(FieldKind::Many {
                options, chosen, ..
            }) => chosen
                .iter()
                .filter_map(|at| options.get(*at))
                .map(|(code, _)| code.clone())
                .collect(),
            _ => vec![],
        }
    }

    /// The command for one target.
    ///
    /// # Errors
    /// What is wrong with an answer, for the person.
    pub fn build(&self, lang: Lang, target: &Target) -> Result<Command, String> {
        let assignment = target.assignment.unwrap_or_default();
        let reason = || self.get("reason");
        let on_reason = || WithReasonOn {
            assignment,
            reason: reason(),
        };
        Ok(match self.action {
            Action::AskRevision => Command::AskRevision(WithReason { reason: reason() }),
            Action::Withdraw => Command::Withdraw(WithReason { reason: reason() }),
            Action::RefuseReturn => Command::RefuseReturn(on_reason()),
            Action::WaiveOpinion => Command::WaiveOpinion(on_reason()),
            Action::RequestReturn => Command::RequestReturn(on_reason()),
            Action::SecondHandling => Command::SecondHandling(on_reason()),
            Action::Decline => Command::Decline(Decline {
                ground: self.get("ground"),
                note: self.get("note"),
                forwarded: self.get("forwarded").parse().ok(),
            }),
            Action::Merge => Command::Merge(Merge {
                into: CaseId(self.get("into")),
            }),
            Action::MarkKey => Command::MarkKey(KeyProposal {
                leader: self.get("leader"),
            }),
            Action::HandOver => self.hand_over(lang)?,
            Action::Reassign => Command::Reassign(Reassign {
                assignment,
                unit: UnitCode(self.get("unit")),
                reason: reason(),
                due: None,
                plain_weekdays: false,
            }),
            Action::Dispatch => Command::Dispatch(DispatchTo {
                assignment,
                leader: self.get("leader"),
                department: UnitCode(self.get("department")),
                handler: Some(self.get("handler"))
                    .filter(|handler| !handler.is_empty())
                    .map(PersonId),
                note: self.get("note"),
            }),
            Action::LogContact => {
                let position: Position = self.get("position").parse().unwrap_or(Position::Handler);
                Command::LogContact(LogContact {
                    assignment,
                    on: self
                        .get("on")
                        .parse()
                        .map_err(|_| texts::not_a_date(lang).to_owned())?,
                    form: self.get("form").parse().unwrap_or(ContactForm::Phone),
                    members: split_persons(&self.get("members")),
                    unit_side: split_persons(&self.get("unit_side"))
                        .into_iter()
                        .map(|name| Counterpart { name, position })
                        .collect(),
                    said: self.get("said"),
                    outcome: self.get("outcome"),
                })
            }
            Action::StrikeContact => Command::StrikeContact(StrikeContact {
                assignment,
                contact: self.get("contact").parse().unwrap_or_default(),
                reason: reason(),
            }),
            Action::AnswerSuggestion => Command::AnswerSuggestion(AnswerSuggestion {
                assignment,
                suggestion: self.get("suggestion").parse().unwrap_or_default(),
                verdict: self.get("verdict").parse().unwrap_or(Verdict::Adopted),
                text: self.get("text"),
            }),
            Action::SendBack => Command::SendBack(SendBack {
                assignment,
                defects: self
                    .all("defects")
                    .iter()
                    .filter_map(|code| code.parse().ok())
                    .collect(),
                note: self.get("note"),
            }),
            Action::Sign => Command::Sign(Sign {
                assignment,
                document_number: self.get("document_number"),
                hash: None,
            }),
            Action::Rate => Command::Rate(self.rating(assignment)),
            Action::RecordRating => Command::RecordRating(RecordRating {
                rater: self.get("rater").parse().unwrap_or_default(),
                form: self.rating(assignment),
            }),
            other => return bare(other, target).ok_or_else(|| texts::not_here(lang).to_owned()),
        })
    }

    fn rating(&self, assignment: u32) -> Rate {
        Rate {
            assignment,
            work: self.get("work").parse().ok(),
            result: self.get("result").parse().ok(),
            contacted: self.get("contacted").parse().ok(),
            comment: self.get("comment"),
        }
    }

    fn hand_over(&self, lang: Lang) -> Result<Command, String> {
        let due = self.get("due");
        let due: Option<Date> = match due.as_str() {
            "" => None,
            date => Some(
                date.parse()
                    .map_err(|_| texts::not_a_date(lang).to_owned())?,
            ),
        };
        let unit = |code: String, role| HandTo {
            unit: UnitCode(code),
            role,
            suggestions: vec![],
        };
        let lead = self.get("lead");
        let mut to = vec![unit(lead.clone(), AssignmentRole::Lead)];
        to.extend(
            self.all("co")
                .into_iter()
                .filter(|code| *code != lead)
                .map(|code| unit(code, AssignmentRole::CoHandler)),
        );
        Ok(Command::HandOver(HandOver {
            to,
            due,
            goal: self.get("goal"),
            visit_required: self.get("visit") == "true",
            reply_format: banli_shared::case::ReplyFormat::Letter,
            plain_weekdays: false,
        }))
    }

    pub(super) fn view(&self, shared: &Shared, frame: &mut Frame<'_>, area: Rect) {
        let outer = popup_width(area);
        let rows: u16 = self.fields.iter().map(|field| 1 + field.rows()).sum();
        let inside = popup(
            frame.buffer_mut(),
            centred(area, outer, rows + 4),
            &self.title,
            shared.theme,
        );
        let mut y = inside.y;
        let bottom = inside.bottom().saturating_sub(2);
        let first = self.first_in_sight(bottom.saturating_sub(inside.y));
        for (index, field) in self.fields.iter().enumerate().skip(first) {
            if y >= bottom {
                break;
            }
            let active = index == self.at;
            let role = if active {
                Role::Selected
            } else {
                Role::Heading
            };
            put(
                frame.buffer_mut(),
                Rect {
                    y,
                    height: 1,
                    ..inside
                },
                field.label,
                shared.theme.style(role),
                Alignment::Left,
            );
            let room = Rect {
                y: y + 1,
                height: field.rows().min(bottom.saturating_sub(y + 1)),
                ..inside
            };
            field.view(shared, frame, room, active);
            y += 1 + field.rows();
        }
        let fault = Rect {
            y: bottom,
            height: 1,
            ..inside
        };
        if let Some(text) = &self.fault {
            put(
                frame.buffer_mut(),
                fault,
                text,
                shared.theme.style(Role::Bad),
                Alignment::Left,
            );
        }
        let last = Rect {
            y: inside.bottom().saturating_sub(1),
            height: 1,
            ..inside
        };
        let rest = put_before(
            frame.buffer_mut(),
            last,
            texts::tab_moves(shared.lang),
            shared.theme.style(Role::Faint),
        );
        hints(
            frame.buffer_mut(),
            rest,
            &shown::hints(&shared.keymap, Place::Editor, shared.lang),
            shared.theme,
        );
    }

    /// Fields above the active one give way where not all fit.
    fn first_in_sight(&self, room: u16) -> usize {
        let mut first = 0;
        let height = |from: usize| -> u16 {
            self.fields[from..=self.at]
                .iter()
                .map(|f| 1 + f.rows())
                .sum()
        };
        while first < self.at && height(first) > room {
            first += 1;
        }
        first
    }
}

fn turn(key: Key, options: &[(String, String)], at: &mut usize) {
    let last = options.len().saturating_sub(1);
    match key.code {
        Code::Right | Code::Down => *at = if *at == last { 0 } else { *at + 1 },
        Code::Left | Code::Up => *at = if *at == 0 { last } else { *at - 1 },
        Code::Home => *at = 0,
        Code::End => *at = last,
        Code::Char(typed) => {
            // Jumps to the next value whose code or word begins with what was typed.
            let typed = typed.to_lowercase().to_string();
            let begins = |(code, label): &(String, String)| {
                code.to_lowercase().starts_with(&typed) || label.to_lowercase().starts_with(&typed)
            };
            let after = options
                .iter()
                .skip(*at + 1)
                .position(begins)
                .map(|found| *at + 1 + found);
            *at = after
                .or_else(|| options.iter().position(begins))
                .unwrap_or(*at);
        }
        _ => {}
    }
}

impl FormField {
    const fn rows(&self) -> u16 {
        match &self.kind {
            FieldKind::Text(_, rows) => *rows,
            FieldKind::Many { .. } => 2,
            FieldKind::Choose { .. } | FieldKind::Switch(_) => 1,
        }
    }

    fn view(&self, shared: &Shared, frame: &mut Frame<'_>, area: Rect, active: bool) {
        let theme = shared.theme;
        let plain = theme.style(if active { Role::Text } else { Role::Faint });
        match &self.kind {
            FieldKind::Text(editor, _) => {
                let mut editor = (**editor).clone();
                editor.fit(area.width, area.height);
                let caret = editor.render(area, frame.buffer_mut(), plain);
                if active {
                    frame.set_cursor_position(caret);
                }
            }
            FieldKind::Choose { options, at } => {
                let label = options.get(*at).map_or("", |(_, label)| label.as_str());
                put(
                    frame.buffer_mut(),
                    area,
                    &format!("< {label} >"),
                    plain,
                    Alignment::Left,
                );
            }
            FieldKind::Many {
                options,
                at,
                chosen,
            } => {
                let mark = if chosen.contains(at) { "[x]" } else { "[ ]" };
                let label = options.get(*at).map_or("", |(_, label)| label.as_str());
                let one = Rect {
                    height: 1.min(area.height),
                    ..area
                };
                put(
                    frame.buffer_mut(),
                    one,
                    &format!("< {mark} {label} >"),
                    plain,
                    Alignment::Left,
                );
                let labels: Vec<&str> = chosen
                    .iter()
                    .filter_map(|at| options.get(*at))
                    .map(|(_, label)| label.as_str())
                    .collect();
                let two = Rect {
                    y: area.y + 1,
                    height: area.height.saturating_sub(1),
                    ..area
                };
                put(
                    frame.buffer_mut(),
                    two,
                    &labels.join(", "),
                    theme.style(Role::Faint),
                    Alignment::Left,
                );
            }
            FieldKind::Switch(on) => {
                let text = if *on {
                    texts::yes(shared.lang)
                } else {
                    texts::no(shared.lang)
                };
                put(
                    frame.buffer_mut(),
                    area,
                    &format!("< {text} >"),
                    plain,
                    Alignment::Left,
                );
            }
        }
    }
}

/// The command of an action that needs nothing but its target.
#[must_use]
pub(super) fn bare(action: Action, target: &Target) -> Option<Command> {
    let on = On {
        assignment: target.assignment.unwrap_or_default(),
    };
    Some(match action {
        Action::File => Command::File {},
        Action::Unfile => Command::Unfile {},
        Action::Reopen => Command::Reopen {},
        Action::Unmerge => Command::Unmerge {},
        Action::UnmarkKey => Command::UnmarkKey {},
        Action::TakeBack => Command::TakeBack(on),
        Action::GrantReturn => Command::GrantReturn(on),
        Action::UnwaiveOpinion => Command::UnwaiveOpinion(on),
        Action::Accept => Command::Accept(on),
        Action::Unaccept => Command::Unaccept(on),
        Action::CancelReturn => Command::CancelReturn(on),
        Action::Undispatch => Command::Undispatch(on),
        Action::SubmitReply => Command::SubmitReply(on),
        Action::Recall => Command::Recall(on),
        Action::RetractApproval => Command::RetractApproval(on),
        Action::ResumeReview => Command::ResumeReview(on),
        Action::GiveOpinion => Command::GiveOpinion(on),
        Action::Close => Command::Close(on),
        _ => return None,
    })
}

/// A yes to the text that `view` shows.
#[must_use]
pub(super) fn approve(view: &CaseView, target: &Target) -> Option<Command> {
    let assignment = view.case.assignment(target.assignment?)?;
    let banli_shared::case::Stage::Reviewing { level } = assignment.stage else {
        return None;
    };
    Some(Command::Approve(Approve {
        assignment: assignment.no,
        level,
        hash: Some(assignment.round().content.hash()),
        note: String::new(),
    }))
}
