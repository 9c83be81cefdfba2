//! People as the command line takes them: by login, by name, or by id.

use banli_shared::api::people::{ListPeople, PeopleQuery};
use banli_shared::api::{Problem, ProblemCode};
use banli_shared::both;
use banli_shared::ids::PersonId;
use banli_shared::org::{Person, Post};
use banli_shared::text::{Bilingual, normalise_name};
use banli_shared::workflow::Command;

use super::posts::posts_text;
use super::{Ctx, Failed, units};

/// The people of a list, all pages of it.
pub(super) async fn all(ctx: &Ctx, query: PeopleQuery) -> Result<Vec<Person>, Failed> {
    let people = ctx.client.pages::<ListPeople, _>(query, u32::MAX).await;
    people.map_err(|failure| ctx.failed(&failure))
}

/// The one person called so, whoever it is.
pub(super) async fn find(ctx: &Ctx, called: &str) -> Result<PersonId, Failed> {
    let people = ctx
        .client
        .pages::<ListPeople, _>(PeopleQuery::default(), u32::MAX)
        .await;
    let people = match people {
        Ok(people) => people,
        // Who may not look people up has but ids; what these may be used for the server says.
        Err(failure) if forbidden(failure.problem.as_deref()) => return Ok(called.into()),
        Err(failure) => return Err(ctx.failed(&failure)),
    };
    meant(ctx, &people, called, None).await
}

/// The posts that somebody has.
pub(super) async fn posts_of(ctx: &Ctx, id: &PersonId) -> Result<Vec<Post>, Failed> {
    let people = all(ctx, PeopleQuery::default()).await?.into_iter();
    let found = people.filter(|person| person.id == *id);
    Ok(found.flat_map(|person| person.posts).collect())
}

/// The ids of those whom a command names.
pub(super) async fn put_ids(ctx: &Ctx, command: &mut Command) -> Result<(), Failed> {
    let named = command.named();
    if named.is_empty() {
        return Ok(());
    }
    let everybody = ctx
        .client
        .pages::<ListPeople, _>(PeopleQuery::default(), u32::MAX)
        .await;
    let people = match everybody {
        Ok(people) => people,
        Err(failure) if forbidden(failure.problem.as_deref()) => return Ok(()),
        Err(failure) => return Err(ctx.failed(&failure)),
    };
    for one in named {
        *one.person = meant(ctx, &people, one.person.as_str(), Some(&one.post)).await?;
    }
    Ok(())
}

/// Where those are listed who can be named in a command, for who named somebody else; none where that is not the fault.
pub(super) fn where_listed(command: &mut Command, problem: &Problem) -> Option<Bilingual> {
    let at_person = |pointer: &str| {
        let last = pointer.rsplit('/').next();
        last.is_some_and(|it| it == "person" || it == "handler")
    };
    let named = problem.errors.iter().any(|it| at_person(&it.pointer));
    let first = command.named().into_iter().next().filter(|_| named)?;
    Some(listed(Some(&first.post)))
}

fn forbidden(problem: Option<&Problem>) -> bool {
    // For want of a post, or of the scope of a token.
    let codes = [ProblemCode::Forbidden, ProblemCode::OutOfScope];
    problem.is_some_and(|problem| codes.contains(&problem.code))
}

fn listed(post: Option<&Post>) -> Bilingual {
    let line = list_of(post);
    both!("可指定的人见：{line}", "those who can be named: {line}")
}

/// The line that lists who has a post.
pub(super) fn list_of(post: Option<&Post>) -> String {
    let mut line = "banli user list".to_owned();
    if let Some(post) = post {
        line.push_str(&format!(" --role {}", post.role));
        if let Some(place) = &post.place {
            line.push_str(&format!(" --unit {place}"));
        }
    }
    line
}

/// The one of these who is called so: whoever has the post, and where nobody who is called so has it, whoever is called so,
/// whom the server then refuses for what it is.
async fn meant(
    ctx: &Ctx,
    people: &[Person],
    called: &str,
    post: Option<&Post>,
) -> Result<PersonId, Failed> {
    match choose(people, called, post).as_slice() {
        [one] => Ok(one.id.clone()),
        [] => Err(Failed::of(nobody(people, called, post))),
        several => {
            let org = units::known(ctx).await?;
            let mut lines = vec![
                ctx.pick(
                    "有几个人叫这个名字，请从中选一个，写最前面的一项：",
                    "several people are called so; give what stands first for one of them:",
                )
                .to_owned(),
            ];
            for person in several {
                let sign = match person.login.as_str() {
                    "" => person.id.as_str(),
                    login => login,
                };
                let posts = posts_text(ctx.lang, &org, &person.posts);
                lines.push(format!("  {sign}  {}  {posts}", person.name));
            }
            Err(Failed::usage(lines.join("\n")))
        }
    }
}

/// All who may be meant. An id or a login is of one alone; of those with one name the ones who have the post.
fn choose<'p>(people: &'p [Person], called: &str, post: Option<&Post>) -> Vec<&'p Person> {
    let login = called.trim().to_ascii_lowercase();
    let is = |it: &&Person| {
        it.id.as_str() == called || !it.login.is_empty() && it.login.to_ascii_lowercase() == login
    };
    if let Some(person) = people.iter().find(is) {
        return vec![person];
    }
    let name = normalise_name(called);
    let of_name = people.iter().filter(|it| normalise_name(&it.name) == name);
    let of_name: Vec<&Person> = of_name.collect();
    let fit = |it: &&Person| !it.disabled && post.is_none_or(|post| it.posts.contains(post));
    let fitting: Vec<&Person> = of_name.iter().copied().filter(fit).collect();
    match fitting.is_empty() {
        true => of_name,
        false => fitting,
    }
}

fn nobody(people: &[Person], called: &str, post: Option<&Post>) -> Bilingual {
    // Only administrators are told logins.
    let by_login = people.iter().any(|person| !person.login.is_empty());
    let Bilingual { zh, en } = listed(post);
    match by_login {
        true => both!(
            "没有账号、姓名或编号为“{called}”的人；{zh}",
            "nobody has \"{called}\" as login, name or id; {en}"
        ),
        false => both!(
            "没有姓名或编号为“{called}”的人（账号只有管理员可用）；{zh}",
            "nobody has \"{called}\" as name or id (logins are for administrators); {en}"
        ),
    }
}

#[cfg(test)]
mod tests {
    use banli_shared::org::Role;

    use super::*;

    fn person(id: &str, login: &str, name: &str, post: Post) -> Person {
        Person {
            id: id.into(),
            login: login.to_owned(),
            name: name.to_owned(),
            posts: vec![post],
            stands_in: vec![],
            disabled: false,
            left: vec![],
        }
    }

    #[test]
    fn a_person_is_meant_by_id_by_login_and_by_a_name_that_is_theirs_alone() {
        let handler = |place: &str| Post::at(Role::Handler, place);
        let mut people = [
            person("1", "wu", "吴倩", handler("jt-1")),
            person("2", "wu2", "吴倩", handler("cg-1")),
            person("3", "ayi", "陈·阿依古丽", Post::office(Role::Proposer)),
        ];
        let found = |people: &[Person], called: &str, post: Option<&Post>| -> Vec<String> {
            let found = choose(people, called, post).into_iter();
            found.map(|it| it.id.0.clone()).collect()
        };
        assert_eq!(found(&people, "2", None), ["2"]);
        assert_eq!(found(&people, "WU2", None), ["2"]);
        assert_eq!(found(&people, "吴倩", None), ["1", "2"]);
        assert_eq!(found(&people, "吴 倩", Some(&handler("cg-1"))), ["2"]);
        assert_eq!(found(&people, "陈•阿依古丽", None), ["3"]);
        // Of the wrong post, and said to be so by the server.
        assert_eq!(found(&people, "陈·阿依古丽", Some(&handler("jt-1"))), ["3"]);
        assert_eq!(found(&people, "吴", None), <[&str; 0]>::default());
        people[0].disabled = true;
        assert_eq!(found(&people, "吴倩", None), ["2"]);
        for person in &mut people {
            person.login.clear();
        }
        assert_eq!(found(&people, "", None), <[&str; 0]>::default());
    }

    #[test]
    fn for_who_is_unknown_it_is_said_where_those_are_who_can_be_named() {
        let people = [person("1", "", "吴倩", Post::at(Role::Handler, "jt-1"))];
        let said = nobody(&people, "wu", Some(&people[0].posts[0]));
        for said in [&said.zh, &said.en] {
            assert!(
                said.contains("banli user list --role handler --unit jt-1"),
                "{said}"
            );
        }
        assert!(said.zh.contains("管理员"), "{}", said.zh);
    }
}
