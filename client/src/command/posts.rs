//! Posts on the command line: as they are typed, and as they are read.

use banli_shared::ids::UnitCode;
use banli_shared::org::{Post, Role};

use super::{Ctx, Failed};

/// A post written as role or role@unit.
pub(super) fn parse_post(text: &str) -> Result<Post, Failed> {
    let (role, place) = match text.split_once('@') {
        Some((role, place)) => (role, Some(UnitCode::from(place))),
        None => (text, None),
    };
    let role = role
        .parse::<Role>()
        .map_err(|fault| Failed::usage(format!("--post {text}: {fault}")))?;
    Ok(Post { role, place })
}

/// The same for people to read.
pub(super) fn post_text(ctx: &Ctx, post: &Post) -> String {
    match &post.place {
        Some(place) => format!("{}@{place}", post.role.say(ctx.lang)),
        None => post.role.say(ctx.lang).to_owned(),
    }
}
