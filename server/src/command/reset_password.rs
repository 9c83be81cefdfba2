//! `banli-server reset-password`.

use banli_shared::both;
use banli_shared::lang::Lang;
use std::path::PathBuf;

use banli_shared::api::people::ChangePerson;
use clap::Args;

use super::password::{self, Given};
use super::{Database, Stopped, app};
use crate::app::{Settings, people};
use crate::clock;
use crate::http::Failure;
use crate::store::{StoreError, Tx};

#[derive(Args)]
pub(super) struct ResetPassword {
    /// Whose.
    login: String,
    #[command(flatten)]
    database: Database,
    /// A file whose first line is the password. Without it, a prompt; without a terminal, one is made and printed once.
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

impl ResetPassword {
    pub(super) async fn run(self, lang: Lang) -> Result<(), Stopped> {
        let store = self.database.open_beside().await?;
        let login = self.login.clone();
        let find = async move |tx: &mut Tx| -> Result<_, StoreError> {
            people::by_login(tx, &login).await
        };
        let person = store.read(find).await?;
        let person = person.ok_or_else(|| {
            let login = &self.login;
            Stopped(both!("没有账号“{login}”", "nobody has the login {login:?}"))
        })?;
        let Given { password, made } = password::obtain(self.password_file.as_deref(), lang)?;
        let change = ChangePerson {
            password: Some(password.clone()),
            ..ChangePerson::default()
        };
        people::check_change(&change).map_err(Failure::from)?;
        let app = app(store, Settings::default())?;
        let hash = app.passwords().hash(password.clone()).await?;
        let (now, worlds) = (clock::now_ms(), app.worlds());
        let person = app
            .store()
            .write(async move |tx: &mut Tx| {
                people::change(tx, &worlds, &person, &change, Some(&hash), (now, now)).await
            })
            .await?;
        password::tell(&person.login, &password, made, lang)?;
        Ok(())
    }
}
