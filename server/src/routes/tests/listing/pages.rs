//! Lists of proposals: filters, orders, pages.

use banli_shared::api::ProblemCode;
use banli_shared::org::{Post, Role};
use serde_json::json;

use super::{each, hand_over, page, submit, titles};
use crate::routes::tests::proposals::Town;
use crate::testing::{Database, on_both};

on_both!(
    filters_hold_together,
    filters_on_assignments_hold_for_one_and_the_same,
    lights_and_deadlines_choose_open_assignments,
    a_text_is_found_in_title_number_and_name,
    orders_are_by_number_deadline_and_change,
    pages_have_no_gaps_and_no_doubles_while_cases_change,
    a_cursor_fits_its_own_list_only,
    bad_queries_name_the_field,
    what_nobody_has_is_named_with_what_is_most_like_it,
    a_list_of_no_session_is_empty,
);

/// Four cases: filed and with A (lead) and B (co-handler); filed and with B; filed; submitted.
async fn four(database: Database) -> Town {
    let town = Town::open(database).await;
    let first = submit(&town, "member", "甲案", "城建").await;
    hand_over(&town, &first, &[("A", "lead"), ("B", "co_handler")]).await;
    town.pass(30);
    let second = submit(&town, "other_member", "乙案", "城建").await;
    hand_over(&town, &second, &[("B", "lead")]).await;
    let third = submit(&town, "member", "丙案", "教育").await;
    town.run("coordinator", &third, json!({ "file": {} }))
        .await
        .ok();
    let key = json!({ "mark_key": { "leader": "李主席" } });
    town.run("coordinator", &third, key).await.ok();
    submit(&town, "other_member", "丁案 Metro", "教育").await;
    town
}

async fn filters_hold_together(database: Database) {
    let town = four(database).await;
    let get = async |query: &str| {
        let page = page(&town, "coordinator", query).await;
        titles(&page).join(" ")
    };
    assert_eq!(get("").await, "甲案 乙案 丙案 丁案 Metro");
    assert_eq!(get("?stage=in_handling").await, "甲案 乙案");
    assert_eq!(
        get("?stage=submitted&category=%E6%95%99%E8%82%B2").await,
        "丁案 Metro"
    );
    assert_eq!(get("?category=%E5%9F%8E%E5%BB%BA").await, "甲案 乙案");
    assert_eq!(get("?key=true").await, "丙案");
    assert_eq!(get("?key=false&stage=filed").await, "");
    assert_eq!(get("?kind=individual&session=2023&unit=A").await, "甲案");
    assert_eq!(get("?kind=party").await, "");
    let counted = page(
        &town,
        "coordinator",
        "?stage=in_handling&limit=1&count=true",
    )
    .await;
    assert_eq!(
        (&counted["total"], titles(&counted)),
        (&json!(2), vec!["甲案"])
    );
    let row = &page(&town, "auditor", "?key=true").await["items"][0];
    assert_eq!(row["proposers"], json!(["姓名member"]));
    assert_eq!(
        (&row["number"], &row["intake_number"]),
        (&json!("20230003"), &json!("2023-S0003"))
    );
    assert_eq!(
        (&row["stage"], &row["version"], &row["key"]),
        (&json!("filed"), &json!(3), &json!(true))
    );
}

async fn filters_on_assignments_hold_for_one_and_the_same(database: Database) {
    let town = four(database).await;
    let get = async |query: &str| {
        let page = page(&town, "auditor", query).await;
        titles(&page).join(" ")
    };
    assert_eq!(get("?unit=B").await, "甲案 乙案");
    assert_eq!(get("?unit=B&role=lead").await, "乙案");
    // A leads and B co-handles: no assignment is both.
    assert_eq!(get("?unit=A&role=co_handler").await, "");
    assert_eq!(
        get("?role=co_handler&assignment_stage=handed_over").await,
        "甲案"
    );
    assert_eq!(get("?assignment_stage=accepted").await, "");
    let first = &page(&town, "auditor", "?unit=A").await["items"][0];
    let unit = |index: usize| first["assignments"][index]["unit"].clone();
    assert_eq!((unit(0), unit(1)), (json!("A"), json!("B")));
    // What ended counts no longer, unless it is asked for.
    let id = first["id"].as_str().unwrap().to_owned();
    let back = json!({ "take_back": { "assignment": 2 } });
    town.run("coordinator", &id, back).await.ok();
    assert_eq!(get("?unit=B").await, "乙案");
    assert_eq!(get("?unit=B&assignment_stage=ended").await, "甲案");
}

async fn lights_and_deadlines_choose_open_assignments(database: Database) {
    let town = four(database).await;
    // On 2023-03-08 the opinion (2023-03-06) is late, the replies (2023-05-06 and 2023-06-08) are not near.
    let get = async |query: &str| {
        let page = page(&town, "coordinator", query).await;
        titles(&page).join(" ")
    };
    assert_eq!(get("?light=red").await, "甲案");
    assert_eq!(get("?light=red&role=lead").await, "");
    assert_eq!(get("?light=yellow").await, "");
    assert_eq!(get("?light=green").await, "甲案 乙案");
    assert_eq!(get("?due_before=2023-05-07").await, "甲案");
    assert_eq!(get("?due_before=2023-05-07&role=lead").await, "甲案");
    assert_eq!(get("?due_before=2023-05-06&role=lead").await, "");
    let row = &page(&town, "coordinator", "?light=red").await["items"][0];
    let opinion = &row["assignments"][1];
    assert_eq!(
        (&opinion["light"], &opinion["days_left"]),
        (&json!("red"), &json!(-2))
    );
    // Nobody waits for an opinion that was waived, but it is owed until it is given.
    town.pass(50);
    assert_eq!(get("?light=yellow").await, "甲案");
}

async fn a_text_is_found_in_title_number_and_name(database: Database) {
    let town = four(database).await;
    let get = async |text: &str| {
        let page = page(&town, "coordinator", &format!("?q={text}")).await;
        titles(&page).join(" ")
    };
    assert_eq!(get("%E4%B9%99").await, "乙案");
    assert_eq!(get("metro").await, "丁案 Metro");
    assert_eq!(
        get("%EF%BC%AD%EF%BC%A5%EF%BC%B4").await,
        "丁案 Metro",
        "full-width letters"
    );
    assert_eq!(get("20230003").await, "丙案");
    assert_eq!(get("s0004").await, "丁案 Metro");
    assert_eq!(get("%E5%A7%93%E5%90%8Dmember").await, "丙案 甲案");
    assert_eq!(get("other_member").await, "丁案 Metro 乙案");
    for nothing in ["%25", "20230003%0A%E4%B9%99", "'", "%E6%AD%A6", "number-3"] {
        assert_eq!(get(nothing).await, "", "{nothing}");
    }
    assert_eq!(get("%20").await, "甲案 乙案 丙案 丁案 Metro");
}

async fn orders_are_by_number_deadline_and_change(database: Database) {
    let town = four(database).await;
    let get = async |query: &str| {
        let page = page(&town, "coordinator", query).await;
        titles(&page).join(" ")
    };
    assert_eq!(get("?sort=number").await, "甲案 乙案 丙案 丁案 Metro");
    assert_eq!(get("?sort=due").await, "甲案 乙案 丙案 丁案 Metro");
    assert_eq!(get("?sort=changed").await, "丁案 Metro 丙案 乙案 甲案");
    town.run(
        "liaison_b",
        "20230002",
        json!({ "accept": { "assignment": 1 } }),
    )
    .await
    .ok();
    assert_eq!(get("?sort=changed").await, "乙案 丁案 Metro 丙案 甲案");
    assert_eq!(get("?sort=changed&unit=B").await, "乙案 甲案");
    // Pages of one in each order.
    for (sort, expected) in [
        ("number", "甲案 乙案 丙案 丁案 Metro"),
        ("due", "甲案 乙案 丙案 丁案 Metro"),
        ("changed", "乙案 丁案 Metro 丙案 甲案"),
    ] {
        let all = walk(&town, "coordinator", &format!("sort={sort}&limit=1")).await;
        assert_eq!(all.join(" "), expected);
    }
}

/// The titles of all pages.
async fn walk(town: &Town, who: &str, query: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = page(town, who, &format!("?{query}{cursor}")).await;
        found.extend(titles(&page).into_iter().map(str::to_owned));
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return found,
        }
    }
}

async fn pages_have_no_gaps_and_no_doubles_while_cases_change(database: Database) {
    let town = Town::open(database).await;
    let mut ids = Vec::new();
    for n in 0..9 {
        let id = submit(&town, "member", &format!("案{n}"), "城建").await;
        town.run("coordinator", &id, json!({ "file": {} }))
            .await
            .ok();
        ids.push(id);
    }
    let mut seen = Vec::new();
    let mut cursor = String::new();
    for round in 0.. {
        let page = page(&town, "coordinator", &format!("?limit=2{cursor}")).await;
        seen.extend(each(&page, "/number").into_iter().map(str::to_owned));
        let Some(next) = page["next"].as_str() else {
            break;
        };
        cursor = format!("&cursor={next}");
        // Cases before and after the page change, and new ones come in.
        for id in [&ids[round], &ids[8 - round]] {
            let key = json!({ "mark_key": { "leader": "李主席" } });
            town.run("coordinator", id, key).await;
        }
        let id = submit(&town, "member", &format!("新{round}"), "城建").await;
        town.run("coordinator", &id, json!({ "file": {} }))
            .await
            .ok();
    }
    assert!(seen.len() >= 9);
    let all: Vec<String> = (1..=seen.len()).map(|n| format!("2023{n:04}")).collect();
    assert_eq!(seen, all);
}

async fn a_cursor_fits_its_own_list_only(database: Database) {
    let town = four(database).await;
    let next = page(&town, "coordinator", "?limit=1").await["next"]
        .as_str()
        .unwrap()
        .to_owned();
    let get = async |query: &str| {
        town.get("coordinator", &format!("/api/v1/proposals?{query}"))
            .await
    };
    // Another length, or also a count, is the same list.
    let same = get(&format!(
        "limit=2&count=true&session=2023&sort=number&cursor={next}"
    ))
    .await;
    assert_eq!(
        same.pointer(),
        "?cursor",
        "the order is said now, it was not before"
    );
    let same = get(&format!("limit=2&count=true&session=2023&cursor={next}"))
        .await
        .ok();
    assert_eq!(
        (titles(&same), &same["total"]),
        (vec!["乙案", "丙案"], &json!(4))
    );
    for other in ["stage=filed", "sort=due", "unit=A", "q=a", "light=red"] {
        let answer = get(&format!("{other}&cursor={next}")).await;
        assert_eq!(answer.pointer(), "?cursor", "{other}");
    }
    let inbox = town
        .get("coordinator", &format!("/api/v1/inbox?cursor={next}"))
        .await;
    assert_eq!(inbox.pointer(), "?cursor");
    let mut altered = next.clone();
    let last = altered.len() - 4;
    let digit = if &altered[last..=last] == "3" {
        "4"
    } else {
        "3"
    };
    altered.replace_range(last..=last, digit);
    for bad in [
        altered.as_str(),
        "",
        "0",
        "zz",
        "%E6%8F%90",
        &next[1..],
        &next[..20],
    ] {
        assert_eq!(
            get(&format!("cursor={bad}")).await.pointer(),
            "?cursor",
            "{bad}"
        );
    }
}

async fn bad_queries_name_the_field(database: Database) {
    let town = four(database).await;
    let long = format!("q={}", "a".repeat(201));
    for (query, pointer) in [
        ("limit=0", "?limit"),
        ("limit=201", "?limit"),
        ("limit=x", "?limit"),
        ("stage=nowhere", "?stage"),
        ("due_before=2023-02-30", "?due_before"),
        ("session=1999", "?session"),
        (long.as_str(), "?q"),
    ] {
        let answer = town
            .get("coordinator", &format!("/api/v1/proposals?{query}"))
            .await;
        assert_eq!(answer.pointer(), pointer);
    }
    town.get("coordinator", "/api/v1/proposals?colour=red")
        .await
        .problem(ProblemCode::BadField);
    assert_eq!(
        page(&town, "coordinator", "?limit=200").await["items"]
            .as_array()
            .unwrap()
            .len(),
        4
    );
}

async fn a_list_of_no_session_is_empty(database: Database) {
    let office = crate::testing::Office::open(database).await;
    for path in ["/api/v1/proposals?count=true", "/api/v1/inbox?count=true"] {
        let page = office
            .ask_as(&office.admin, axum::http::Method::GET, path)
            .send()
            .await
            .ok();
        assert_eq!(page, json!({ "items": [], "total": 0 }));
    }
    let auditor = office
        .person("auditor", &[Post::office(Role::Auditor)])
        .await;
    for path in ["/api/v1/figures", "/api/v1/board"] {
        let answer = office.ask_as(&auditor, axum::http::Method::GET, path);
        answer.send().await.ok();
    }
}

async fn what_nobody_has_is_named_with_what_is_most_like_it(database: Database) {
    let town = four(database).await;
    for (path, pointer, code, like) in [
        ("proposals?unit=AA", "?unit", "unknown_unit", ""),
        ("proposals?unit=A-1", "?unit", "unknown_unit", ""),
        (
            "proposals?department=A-11",
            "?department",
            "unknown_department",
            "A-1",
        ),
        (
            "proposals?category=%E5%9F%8E%E5%BB%BA%E7%B1%BB",
            "?category",
            "unknown_category",
            "城建",
        ),
        (
            "proposals?handler=%E5%A7%93%E5%90%8Dhandler",
            "?handler",
            "unknown_handler",
            "姓名handler",
        ),
        ("figures?handler=x", "?handler", "unknown_handler", ""),
        (
            "proposals?outcome=polcy",
            "?outcome",
            "unknown_outcome",
            "policy",
        ),
        ("proposals?session=2024", "?session", "unknown_session", ""),
        ("figures?unit=Z", "?unit", "unknown_unit", ""),
        ("figures?category=x", "?category", "unknown_category", ""),
        ("rankings?unit=Z", "?unit", "unknown_unit", ""),
        ("board?unit=Z", "?unit", "unknown_unit", ""),
        ("promises?unit=Z", "?unit", "unknown_unit", ""),
        ("promises?session=2024", "?session", "unknown_session", ""),
    ] {
        let answer = town.get("coordinator", &format!("/api/v1/{path}")).await;
        let problem = answer.problem(ProblemCode::BadField);
        let fault = &problem["errors"][0];
        assert_eq!(
            (&fault["pointer"], &fault["code"]),
            (&json!(pointer), &json!(code)),
            "{path}"
        );
        assert!(
            fault["text"].as_str().unwrap().contains(like),
            "{path}: {fault}"
        );
    }
    // Who sees some proposals only is not told what others are about.
    let none = town.get("member", "/api/v1/proposals?category=x").await;
    assert_eq!(none.ok()["items"].as_array().unwrap().len(), 0);
}
