//! What the admin screen asks before a change, and the change that the answers make.

use banli_shared::api::account::{NewToken, Scope};
use banli_shared::api::delegations::NewDelegation;
use banli_shared::api::notices::NoticeKind;
use banli_shared::api::webhooks::NewWebhook;
use banli_shared::ids::{PersonId, UnitCode};
use banli_shared::lang::Lang;
use banli_shared::org::{FormerName, Org, Person, Post, Role, Unit, may_receive};
use banli_shared::text::{address_fault, narrow};

use super::super::super::desk::{Ask, Secret, Text};
use super::super::super::forms::{
    BadAnswer, FormField, Sheet, choose, line, many, must_choose, secret, switch, words,
};
use super::super::super::state::Shared;
use super::super::super::texts;

/// What the answers are for.
pub(super) enum Wanted {
    NewPerson,
    Person(Box<Person>),
    NewUnit,
    Unit(Box<Unit>),
    Delegation,
    Token,
    Password,
    Webhook,
    Text(Box<Text>),
}

/// A post as it is typed: `role` or `role@unit`.
pub(super) fn post_code(post: &Post) -> String {
    match &post.place {
        Some(place) => format!("{}@{place}", post.role.code()),
        None => post.role.code().to_owned(),
    }
}

/// A post as it is read.
pub(super) fn post_words(shared: &Shared, post: &Post) -> String {
    match &post.place {
        Some(place) => format!("{} {}", shared.unit_name(place), post.role.say(shared.lang)),
        None => post.role.say(shared.lang).to_owned(),
    }
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', '，', '、', ';', '；', ' ', '\u{3000}'])
        .filter(|part| !part.is_empty())
}

/// The questions.
pub(super) fn sheet(shared: &Shared, wanted: &Wanted, title: &str, people: &[Person]) -> Sheet {
    let lang = shared.lang;
    let fields = match wanted {
        Wanted::NewPerson => vec![
            line("login", texts::login(lang), ""),
            line("name", texts::name(lang), ""),
            line("posts", texts::posts_typed(lang), ""),
            secret("password", texts::first_password(lang)),
        ],
        Wanted::Person(person) => {
            let posts: Vec<String> = person.posts.iter().map(post_code).collect();
            vec![
                line("name", texts::name(lang), &person.name),
                line("posts", texts::posts_typed(lang), &posts.join(", ")),
                secret("password", texts::new_password(lang)),
                switch("disabled", texts::kept_out(lang)),
            ]
        }
        Wanted::NewUnit => {
            let mut fields = vec![line("code", texts::unit_code(lang), "")];
            fields.extend(unit_fields(shared, None));
            fields
        }
        Wanted::Unit(unit) => unit_fields(shared, Some(unit)),
        Wanted::Delegation => {
            let me = shared.me.as_ref();
            let others: Vec<(String, String)> = receivers(shared, people)
                .map(|person| (person.id.0.clone(), called(shared, person)))
                .collect();
            let mut posts = vec![(String::new(), texts::every_post(lang).to_owned())];
            let own = me.into_iter().flat_map(|me| &me.posts);
            posts.extend(
                own.filter(|post| post.role.can_be_lent())
                    .map(|post| (post_code(post), post_words(shared, post))),
            );
            vec![
                must_choose("taker", texts::stands_in(lang), others),
                must_choose("post", texts::which_post(lang), posts),
                line("from", texts::from_today(lang), ""),
                line("until", texts::last_day(lang), ""),
                line("note", texts::note(lang), ""),
            ]
        }
        Wanted::Token => vec![
            line("label", texts::token_for(lang), ""),
            many("scopes", texts::scopes(lang), words::<Scope>(lang)),
            line("days", texts::token_days(lang), "90"),
        ],
        Wanted::Password => vec![
            secret("old", texts::old_password(lang)),
            secret("new", texts::another_password(lang)),
            secret("again", texts::password_again(lang)),
        ],
        Wanted::Webhook => vec![
            line("url", texts::address(lang), ""),
            line("note", texts::note(lang), ""),
            many(
                "kinds",
                texts::kinds_or_all(lang),
                words::<NoticeKind>(lang),
            ),
        ],
        Wanted::Text(_) => vec![line("note", texts::reason(lang), "")],
    };
    let mut sheet = Sheet::new(title.to_owned(), fields);
    if matches!(wanted, Wanted::NewPerson | Wanted::Person(_)) {
        sheet.about = posts_example(shared);
    }
    if let Wanted::Person(person) = wanted
        && person.disabled
    {
        sheet.prefill("disabled", "true");
    }
    if let Wanted::Unit(unit) = wanted {
        sheet.prefill("kind", &unit.kind);
        if let Some(parent) = &unit.parent {
            sheet.prefill("parent", parent.as_str());
        }
        if unit.retired {
            sheet.prefill("retired", "true");
        }
    }
    sheet
}

/// How posts are typed, with codes that there are in this office.
fn posts_example(shared: &Shared) -> String {
    let in_force = || shared.units.values().filter(|unit| !unit.retired);
    let Some(unit) = in_force().find(|unit| unit.parent.is_none()) else {
        return texts::posts_of_office(shared.lang).to_owned();
    };
    let department = in_force().find(|unit| unit.parent.is_some());
    let department = department.unwrap_or(unit);
    texts::posts_of_units(shared.lang, department.code.as_str(), unit.code.as_str())
}

/// Who can stand in for who is logged in.
pub(super) fn receivers<'a>(
    shared: &Shared,
    people: &'a [Person],
) -> impl Iterator<Item = &'a Person> {
    let org = Org::new(shared.units.values().cloned());
    let me = shared.me.clone();
    let others = people.iter().filter(|person| !person.disabled);
    others.filter(move |person| {
        me.as_ref().is_none_or(|me| {
            let passed_on = me.stands_in.iter().flat_map(|it| &it.posts);
            let lent = me.posts.iter().chain(passed_on);
            me.id != person.id && may_receive(lent, &person.posts, &org)
        })
    })
}

/// A person as chosen from a list: the name, and the first post to tell two of one name apart.
fn called(shared: &Shared, person: &Person) -> String {
    let post = person.posts.first();
    let post = post.map_or_else(String::new, |post| post_words(shared, post));
    format!("{} {post}", person.name)
}

fn unit_fields(shared: &Shared, unit: Option<&Unit>) -> Vec<FormField> {
    let lang = shared.lang;
    let org = Org::new(shared.units.values().cloned());
    let mut kinds = vec![(String::new(), texts::no_kind(lang).to_owned())];
    kinds.extend(
        org.kinds()
            .into_iter()
            .map(|it| (it.to_owned(), it.to_owned())),
    );
    let text = |of: fn(&Unit) -> String| unit.map(of).unwrap_or_default();
    let mut fields = vec![
        line("name", texts::name(lang), &text(|unit| unit.name.clone())),
        choose("kind", texts::unit_kind(lang), kinds),
        line("new_kind", texts::unit_new_kind(lang), ""),
        choose("parent", texts::unit_parent(lang), parents(shared, unit)),
        line(
            "aliases",
            texts::unit_aliases(lang),
            &text(|unit| unit.aliases.join("、")),
        ),
        line(
            "former",
            texts::unit_former(lang),
            &text(|unit| former_names(&unit.former)),
        ),
        line(
            "duties",
            texts::unit_duties(lang),
            &text(|unit| unit.duties.replace('\n', "；")),
        ),
        line(
            "phone",
            texts::unit_phone(lang),
            &text(|unit| unit.phone.clone()),
        ),
    ];
    if unit.is_some() {
        fields.push(switch("retired", texts::retired(lang)));
    }
    fields
}

/// Units that one can be part of: those that are not part of it themselves. Found by code, by name, or by initials.
fn parents(shared: &Shared, unit: Option<&Unit>) -> Vec<(String, String)> {
    let org = Org::new(shared.units.values().cloned());
    let mut parents = vec![(String::new(), texts::no_parent(shared.lang).to_owned())];
    let can_be = |it: &&Unit| unit.is_none_or(|unit| !org.is_within(&it.code, &unit.code));
    let in_force =
        |it: &&Unit| !it.retired || unit.is_some_and(|unit| unit.parent.as_ref() == Some(&it.code));
    let units = shared.units.values().filter(in_force).filter(can_be);
    parents.extend(units.map(|it| (it.code.0.clone(), format!("{} {}", it.code, it.name))));
    parents
}

/// As they are typed.
fn former_names(names: &[FormerName]) -> String {
    let names: Vec<String> = names.iter().map(ToString::to_string).collect();
    names.join("、")
}

/// The change that the answers make.
///
/// # Errors
/// The answer that will not do.
pub(super) fn ask(lang: Lang, wanted: &Wanted, sheet: &Sheet) -> Result<Ask, BadAnswer> {
    sheet.check(lang)?;
    let get = |name: &str| sheet.get(name);
    let day = |name: &str| {
        let answer = get(name).parse();
        answer.map_err(|_| BadAnswer::at(name, texts::not_a_date(lang)))
    };
    Ok(match wanted {
        Wanted::NewPerson => Ask::AddPerson {
            login: get("login"),
            name: get("name"),
            posts: posts(lang, sheet)?,
            password: Secret(get("password")),
        },
        Wanted::Person(before) => {
            let (name, posts) = (get("name"), posts(lang, sheet)?);
            let disabled = get("disabled") == "true";
            // Only what was changed: the rest may have been changed by somebody else since.
            Ask::EditPerson {
                id: before.id.clone(),
                name: (name != before.name).then_some(name),
                posts: (posts != before.posts).then_some(posts),
                password: Some(get("password"))
                    .filter(|typed| !typed.is_empty())
                    .map(Secret),
                disabled: (disabled != before.disabled).then_some(disabled),
            }
        }
        Wanted::NewUnit => unit(
            lang,
            Unit {
                code: UnitCode::typed(&get("code")),
                name: String::new(),
                kind: String::new(),
                parent: None,
                aliases: vec![],
                former: vec![],
                duties: String::new(),
                phone: String::new(),
                retired: false,
            },
            sheet,
        )?,
        Wanted::Unit(known) => unit(lang, (**known).clone(), sheet)?,
        Wanted::Delegation => Ask::Delegate(Box::new(NewDelegation {
            giver: None,
            taker: PersonId(get("taker")),
            post: Post::typed(&get("post")),
            from: match get("from").as_str() {
                "" => None,
                _ => Some(day("from")?),
            },
            until: day("until")?,
            note: get("note"),
        })),
        Wanted::Token => Ask::MakeToken(NewToken {
            label: get("label"),
            scopes: sheet
                .all("scopes")
                .iter()
                .filter_map(|code| code.parse().ok())
                .collect(),
            days: narrow(&get("days"))
                .parse()
                .map_err(|_| BadAnswer::at("days", texts::not_days(lang)))?,
        }),
        Wanted::Password => {
            if get("new") != get("again") {
                return Err(BadAnswer::at("again", texts::passwords_differ(lang)));
            }
            Ask::ChangePassword {
                old: Secret(get("old")),
                new: Secret(get("new")),
            }
        }
        Wanted::Webhook => Ask::AddWebhook(Box::new(NewWebhook {
            url: address(lang, &get("url"))?,
            note: get("note"),
            kinds: sheet
                .all("kinds")
                .iter()
                .filter_map(|code| code.parse().ok())
                .collect(),
        })),
        Wanted::Text(text) => Ask::Put {
            text: text.clone(),
            note: get("note"),
            keep: false,
        },
    })
}

fn posts(lang: Lang, sheet: &Sheet) -> Result<Vec<Post>, BadAnswer> {
    let typed = sheet.get("posts");
    parts(&typed)
        .map(|part| {
            Post::typed(part).ok_or_else(|| {
                let role = part.split(['@', '＠']).next().unwrap_or(part);
                let known = Role::ALL.iter().map(|known| match lang {
                    Lang::Zh => known.say(lang),
                    Lang::En => known.code(),
                });
                let known: Vec<&str> = known.collect();
                let known = known.join(lang.pick("、", ", "));
                BadAnswer::at("posts", &texts::not_a_post(lang, role, &known))
            })
        })
        .collect()
}

/// An address as it is typed, with or without what stands in front of every one.
fn address(lang: Lang, typed: &str) -> Result<String, BadAnswer> {
    let url = match typed {
        whole if whole.contains("://") => whole.to_owned(),
        host => format!("https://{host}"),
    };
    match address_fault(&url) {
        Some(fault) => Err(BadAnswer::at("url", fault.say(lang))),
        None => Ok(url),
    }
}

/// Names as they are typed. Blanks belong to a name.
fn names(typed: &str) -> impl Iterator<Item = &str> {
    typed
        .split([',', '，', '、', ';', '；'])
        .map(str::trim)
        .filter(|name| !name.is_empty())
}

fn unit(lang: Lang, before: Unit, sheet: &Sheet) -> Result<Ask, BadAnswer> {
    let typed = sheet.get("former");
    let former: Result<_, _> = names(&typed)
        .map(|part| {
            FormerName::read(part)
                .ok_or_else(|| BadAnswer::at("former", &texts::not_a_former_name(lang, part)))
        })
        .collect();
    let parent = Some(sheet.get("parent")).filter(|typed| !typed.is_empty());
    let kind = Some(sheet.get("new_kind")).filter(|typed| !typed.is_empty());
    let new_kind = kind.is_some();
    let unit = Unit {
        name: sheet.get("name"),
        kind: kind.unwrap_or_else(|| sheet.get("kind")),
        parent: parent.map(UnitCode),
        aliases: names(&sheet.get("aliases")).map(str::to_owned).collect(),
        former: former?,
        duties: sheet.get("duties"),
        phone: sheet.get("phone"),
        retired: sheet.get("retired") == "true",
        ..before
    };
    Ok(Ask::PutUnit {
        unit: Box::new(unit),
        new_kind,
    })
}
