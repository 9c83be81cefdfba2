//! `banli-server openapi`.

use banli_shared::both;
use std::io::Write as _;

use clap::Args;

use super::Stopped;
use crate::openapi::document;

#[derive(Args)]
pub(super) struct OpenApi {}

impl OpenApi {
    pub(super) fn run(self) -> Result<(), Stopped> {
        let text = document().to_pretty_json();
        let text = text.map_err(|error| {
            Stopped(both!(
                "无法生成接口文档：{error}",
                "the document cannot be written: {error}"
            ))
        })?;
        writeln!(std::io::stdout(), "{text}")?;
        Ok(())
    }
}
