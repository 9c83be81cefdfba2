//! Posts on the command line: as they are typed, and as they are read.

use banli_shared::both;
use banli_shared::lang::Lang;
use banli_shared::org::{Org, Post, Role};

use super::Failed;
use super::units::{full_name, with_code};

/// A post written as role or role@unit.
pub(super) fn parse_post(text: &str) -> Result<Post, Failed> {
    let said = |lang: Lang| {
        let each = Role::ALL.iter().map(|it| format!("{it} {}", it.say(lang)));
        each.collect::<Vec<_>>().join(lang.pick("、", ", "))
    };
    Post::typed(text).ok_or_else(|| {
        let (zh, en) = (said(Lang::Zh), said(Lang::En));
        Failed {
            code: 2,
            text: both!(
                "--post {text}：没有这个岗位；应写岗位或 岗位@单位代码，岗位有：{zh}",
                "--post {text}: no such role; expected role or role@unit, with a role of: {en}"
            ),
        }
    })
}

/// The same for people to read.
pub(super) fn post_text(lang: Lang, org: &Org, post: &Post) -> String {
    let role = post.role.say(lang);
    match (lang, &post.place) {
        (Lang::Zh, Some(place)) => {
            let post = format!("{}{role}", full_name(lang, org, place));
            lang.bracket(&post, place.as_str())
        }
        (Lang::En, Some(place)) => format!("{role} at {}", with_code(lang, org, place)),
        (_, None) => role.to_owned(),
    }
}

/// Several of them in a line.
pub(super) fn posts_text(lang: Lang, org: &Org, posts: &[Post]) -> String {
    let posts = posts.iter().map(|post| post_text(lang, org, post));
    posts.collect::<Vec<_>>().join(lang.pick("、", ", "))
}
