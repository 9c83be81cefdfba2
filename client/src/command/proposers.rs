//! Proposers of a case as the command line takes them: by number, by name, or by id.

use banli_shared::api::proposals::{GetProposal, ProposalRef};
use banli_shared::api::{Json, NoQuery, Nothing};
use banli_shared::both;
use banli_shared::case::Case;
use banli_shared::text::{Bilingual, clean, narrow, normalise_name};
use banli_shared::workflow::{Action, fields};
use serde_json::Value;

use super::{Ctx, Failed};

/// Fields that take the number of a proposer.
const FIELDS: [&str; 2] = ["rater", "proposer"];

/// Puts the number of the proposer who is named where a command wants one.
pub(super) async fn put_numbers(
    ctx: &Ctx,
    action: Action,
    body: &mut Value,
    reference: &ProposalRef,
) -> Result<(), Failed> {
    let known = fields(action);
    let field = FIELDS
        .iter()
        .find(|field| known.iter().any(|it| it.path == **field));
    let Some(value) = field.and_then(|field| body.get_mut(field)) else {
        return Ok(());
    };
    let Some(called) = value.as_str().map(str::to_owned) else {
        return Ok(());
    };
    if narrow(&called).parse::<u32>().is_ok() || called.trim().is_empty() {
        return Ok(());
    }
    let view = ctx
        .client
        .call::<GetProposal>(reference, &NoQuery {}, &Nothing)
        .await;
    let Json(view) = view.map_err(|failure| ctx.failed(&failure))?;
    let no = meant(&view.case, &called).map_err(|why| Failed::usage(why.say(ctx.lang)))?;
    *value = no.into();
    Ok(())
}

/// The one proposer who is called so.
///
/// # Errors
/// None is, or several are: with everybody there is.
fn meant(case: &Case, called: &str) -> Result<u32, Bilingual> {
    let name = normalise_name(called);
    let is = |it: &banli_shared::case::Rater<'_>| {
        let person = it.proposer.person.as_ref();
        normalise_name(&it.proposer.name) == name || person.is_some_and(|it| it.0 == called)
    };
    let found: Vec<u32> = case.raters().filter(is).map(|it| it.no).collect();
    if let [one] = found.as_slice() {
        return Ok(*one);
    }
    let all = case.raters();
    let all: Vec<String> = all
        .map(|it| format!("{} {}", it.no, clean(&it.proposer.name)))
        .collect();
    let (zh, en, called) = (all.join("、"), all.join(", "), clean(called));
    Err(match found.is_empty() {
        true => both!(
            "没有叫“{called}”的提案人；提案人有：{zh}",
            "no proposer is called `{called}`; there are: {en}"
        ),
        false => both!(
            "叫“{called}”的提案人不止一位，请写编号：{zh}",
            "several proposers are called `{called}`, give the number: {en}"
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::super::demo::on_paper::Paper;
    use super::*;

    #[test]
    fn a_proposer_is_found_by_name_where_only_one_is_called_so() {
        let paper = Paper::new();
        let mut cases = (0..40).filter_map(|n| paper.before(n, |_| true));
        let (mut case, _) = cases.next().unwrap();
        let mut other = case.proposal.proposers[0].clone();
        other.name = "买买提·吐尔逊".to_owned();
        other.person = Some("7f01".into());
        case.proposal.proposers.push(other);
        let last = case.raters().count() as u32;
        assert_eq!(meant(&case, "买买提•吐尔逊"), Ok(last));
        assert_eq!(meant(&case, "7f01"), Ok(last));
        let nobody = meant(&case, "张三丰").unwrap_err();
        assert!(nobody.zh.contains("买买提·吐尔逊"), "{nobody:?}");
        case.proposal
            .proposers
            .push(case.proposal.proposers[0].clone());
        let first = case.proposal.proposers[0].name.clone();
        let several = meant(&case, &first).unwrap_err();
        assert!(several.en.contains("give the number"), "{several:?}");
    }
}
