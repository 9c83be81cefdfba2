//! `banli-server init`.

use banli_shared::both;
use banli_shared::lang::Lang;
use std::path::PathBuf;

use banli_shared::api::people::NewPerson;
use banli_shared::org::{Post, Role};
use clap::Args;

use super::password::{self, Given};
use super::{Database, Stopped, app};
use crate::app::{Settings, people};
use crate::clock;
use crate::http::Failure;
use crate::store::{Access, Tx};

#[derive(Args)]
pub(super) struct Init {
    #[command(flatten)]
    database: Database,
    /// The login of the first administrator.
    #[arg(long, value_name = "LOGIN")]
    admin: String,
    /// The name people know the administrator by; the login when it is not given.
    #[arg(long)]
    name: Option<String>,
    /// A file whose first line is the password. Without it, a prompt; without a terminal, one is made and printed once.
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

impl Init {
    pub(super) async fn run(self, lang: Lang) -> Result<(), Stopped> {
        let store = self.database.open(Access::Sole).await?;
        let there = store
            .read(async |tx: &mut Tx| people::count_administrators(tx).await)
            .await?;
        if there > 0 {
            return Err(Stopped(both!(
                "已有管理员；要重设密码请用 banli-server reset-password 账号",
                "there is an administrator already; `banli-server reset-password LOGIN` gives a new password"
            )));
        }
        let Given { password, made } = password::obtain(self.password_file.as_deref(), lang)?;
        let new = NewPerson {
            name: self.name.unwrap_or_else(|| self.admin.clone()),
            login: self.admin,
            password,
            posts: vec![Post::office(Role::Admin)],
        };
        people::check_new(&new).map_err(Failure::from)?;
        let app = app(store, Settings::default())?;
        let hash = app.passwords().hash(new.password.clone()).await?;
        let (adding, now) = (new.clone(), clock::now_ms());
        let person = app
            .store()
            .write(async move |tx: &mut Tx| {
                people::add(tx, &adding.login, &adding.name, &adding.posts, &hash, now).await
            })
            .await?;
        password::tell(&person.login, &new.password, made, lang)?;
        Ok(())
    }
}
