//! `user`.

use std::path::PathBuf;

use banli_shared::api::people::{AddPerson, ChangePerson, EditPerson, NewPerson, PeopleQuery};
use banli_shared::api::{DryRun, Json};
use banli_shared::ids::UnitCode;
use banli_shared::lang::Lang;
use banli_shared::org::{Org, Person, Post, Role};

use super::login::first_line;
use super::people;
use super::posts::{parse_post, post_text, posts_text};
use super::{Ctx, Failed, units};
use crate::output::{self, Table, sentences, whole};

#[derive(Debug, clap::Args)]
pub(super) struct Posts {
    /// The role: coordinator, supervisor, liaison, handler, department_head, unit_head, proposer, auditor, admin.
    #[arg(long)]
    role: Option<Role>,
    /// The unit or department, for roles that have one.
    #[arg(long, requires = "role")]
    unit: Option<String>,
    /// A post, as role or role@unit; once for each.
    #[arg(long = "post", value_name = "ROLE[@UNIT]")]
    posts: Vec<String>,
}

impl Posts {
    fn all(&self) -> Result<Vec<Post>, Failed> {
        let first = self.role.map(|role| Post {
            role,
            place: self.unit.as_deref().map(UnitCode::typed),
        });
        let rest = self.posts.iter().map(|text| parse_post(text));
        first.into_iter().map(Ok).chain(rest).collect()
    }
}

/// The option by which a part of a person was given.
fn option(pointer: &str, with_role: bool) -> Option<String> {
    let mut steps = pointer.strip_prefix('/')?.split('/');
    let option = match (steps.next()?, steps.next(), steps.next()) {
        ("posts", Some("0"), Some("place")) if with_role => "--unit",
        ("posts", Some("0"), Some("role")) if with_role => "--role",
        ("posts", Some(_), Some(_)) => "--post",
        ("name", ..) => "--name",
        ("password", ..) => "--password-file",
        _ => return None,
    };
    Some(option.to_owned())
}

#[derive(Debug, clap::Subcommand)]
pub(super) enum UserCmd {
    /// Add a person.
    Add {
        /// The login name.
        login: String,
        /// The name people use.
        #[arg(long)]
        name: String,
        #[command(flatten)]
        posts: Posts,
        /// Read the first password from this file.
        #[arg(long, value_name = "FILE")]
        password_file: PathBuf,
    },
    /// People, by role and unit.
    List {
        /// Only those with this role.
        #[arg(long)]
        role: Option<Role>,
        /// Only those in this unit or below it.
        #[arg(long)]
        unit: Option<String>,
    },
    /// Change a person; what is left out stays. Posts that are given are all of them from now on.
    Edit {
        /// Who: login, name or id.
        person: String,
        /// The name people use.
        #[arg(long)]
        name: Option<String>,
        #[command(flatten)]
        posts: Posts,
        /// Read a new password from this file.
        #[arg(long, value_name = "FILE")]
        password_file: Option<PathBuf>,
        /// Keep the person from logging in (true), or not any longer (false).
        #[arg(long)]
        disabled: Option<bool>,
    },
}

pub(super) async fn run(ctx: &Ctx, command: UserCmd) -> Result<(), Failed> {
    match command {
        UserCmd::Add {
            login,
            name,
            posts,
            password_file,
        } => {
            let with_role = posts.role.is_some();
            let password = first_line(&password_file)?;
            let body = Json(NewPerson {
                login,
                name,
                password,
                posts: posts.all()?,
            });
            let added = ctx
                .client
                .call::<AddPerson>(&(), &DryRun::default(), &body)
                .await;
            let Json(person) =
                added.map_err(|failure| ctx.failed_at(&failure, |at| option(at, with_role)))?;
            show(ctx, &person).await
        }
        UserCmd::List { role, unit } => {
            let query = PeopleQuery {
                role,
                unit,
                ..PeopleQuery::default()
            };
            let people = people::all(ctx, query.clone()).await?;
            if ctx.json {
                output::json(&people);
            } else {
                let org = units::known(ctx).await?;
                table(ctx, &org, &people).print_or(&output::nothing("人员", "people", &query));
            }
            Ok(())
        }
        UserCmd::Edit {
            person,
            name,
            posts,
            password_file,
            disabled,
        } => {
            let with_role = posts.role.is_some();
            let id = people::find(ctx, &person).await?;
            let posts = posts.all()?;
            let before = match posts.is_empty() {
                true => vec![],
                false => people::posts_of(ctx, &id).await?,
            };
            let body = Json(ChangePerson {
                name,
                password: password_file.as_deref().map(first_line).transpose()?,
                posts: (!posts.is_empty()).then_some(posts),
                disabled,
            });
            let changed = ctx
                .client
                .call::<EditPerson>(&id, &DryRun::default(), &body)
                .await;
            let Json(person) =
                changed.map_err(|failure| ctx.failed_at(&failure, |at| option(at, with_role)))?;
            show(ctx, &person).await?;
            taken_away(ctx, &before, &person).await?;
            left(ctx, &person).await
        }
    }
}

/// Says which posts somebody had `before` and has no more.
async fn taken_away(ctx: &Ctx, before: &[Post], person: &Person) -> Result<(), Failed> {
    let gone = before.iter().filter(|post| !person.posts.contains(post));
    let gone: Vec<Post> = gone.cloned().collect();
    if !gone.is_empty() {
        let gone = posts_text(ctx.lang, &units::known(ctx).await?, &gone);
        output::aside(&match ctx.lang {
            Lang::Zh => format!("已撤去的岗位：{gone}（要保留的岗位须一并写出）"),
            Lang::En => format!("posts taken away: {gone} (give those that are to stay, too)"),
        });
    }
    Ok(())
}

/// Says who the work comes to that somebody has left.
async fn left(ctx: &Ctx, person: &Person) -> Result<(), Failed> {
    if !person.left.is_empty() {
        let org = units::known(ctx).await?;
        for left in &person.left {
            let who = post_text(ctx.lang, &org, &left.post);
            output::aside(&output::said::left(ctx.lang, left.items, &who));
        }
    }
    Ok(())
}

async fn show(ctx: &Ctx, person: &Person) -> Result<(), Failed> {
    if ctx.json {
        output::json(person);
    } else {
        let org = units::known(ctx).await?;
        table(ctx, &org, std::slice::from_ref(person)).print();
    }
    Ok(())
}

fn table(ctx: &Ctx, org: &Org, people: &[Person]) -> Table {
    let mut table = Table::new(
        ctx.lang,
        [
            whole("账号", "login"),
            whole("姓名", "name"),
            sentences("岗位", "posts"),
            whole("停用", "disabled"),
            whole("编号", "id"),
        ],
    );
    for person in people {
        let disabled = ctx.pick("已停用", "disabled");
        table.row([
            person.login.as_str(),
            person.name.as_str(),
            &posts_text(ctx.lang, org, &person.posts),
            if person.disabled { disabled } else { "" },
            person.id.as_str(),
        ]);
    }
    table
}
