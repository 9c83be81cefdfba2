//! What must hold between rows, each asked of the database in one query.

use super::words::in_words;
use crate::store::{StoreError, Tx};
use banli_shared::both;
use banli_shared::text::Bilingual;

/// The tables made of cases by `app::index`, and how their rows of one case are read.
pub(super) const INDEX: &[(&str, &str)] = &[
    (
        "listed",
        "SELECT session, place, version, intake_number, number, title, proposers, kind, category, timing,
         publication, stage, is_key, filed, rules, submitted_ms, tracking, due, words FROM listed WHERE case_id = $1",
    ),
    (
        "case_people",
        "SELECT person, relation FROM case_people WHERE case_id = $1 ORDER BY person, relation",
    ),
    (
        "assignments",
        "SELECT no, session, unit, department, role, stage, open, round, due, class, rating, first_due, issued_on,
         first_rating, final_rating, openness, published, first_class FROM assignments WHERE case_id = $1 ORDER BY no",
    ),
    (
        "sights",
        "SELECT unit, whole, session, place FROM sights WHERE case_id = $1 ORDER BY unit, whole",
    ),
    (
        "counted",
        "SELECT no, session, quarter, unit, department, handler, category, kind, timing, is_key, marks, asked, returned,
         first_forms, first_good, very_satisfied, satisfied, basically_satisfied, understand, dissatisfied, not_stated,
         adopted, partly_adopted, planned, not_adopted, unanswered FROM counted WHERE case_id = $1 ORDER BY no",
    ),
    (
        "shared_answers",
        "SELECT assignment, suggestion, verdict FROM shared_answers WHERE case_id = $1 ORDER BY assignment, suggestion",
    ),
    (
        "attention",
        "SELECT assignment, role, place, person, why, since_ms, due, from_day, except_people,
         text_hash, urged FROM attention WHERE case_id = $1 ORDER BY assignment, role, place, person, why",
    ),
    (
        "promises",
        "SELECT assignment, no, session, unit, department, text, state, due, first_due, round, percent, counts, kept_on
         FROM promises WHERE case_id = $1 ORDER BY assignment, no",
    ),
    (
        "outcomes",
        "SELECT assignment, no, unit, kind FROM outcomes WHERE case_id = $1 ORDER BY assignment, no",
    ),
    (
        "document_numbers",
        "SELECT assignment, round, session, unit, number_key FROM document_numbers WHERE case_id = $1
         ORDER BY assignment, round",
    ),
    (
        "searched",
        "SELECT digest, initials FROM searched WHERE case_id = $1",
    ),
];

/// What must hold, and a query for the rows for which it does not: their first column says where.
pub(super) const CHECKS: &[(&str, &str)] = &[
    (
        "events are counted as far as they go",
        "SELECT 'events' FROM counters WHERE name = 'events'
         AND value <> (SELECT COALESCE(MAX(seq), 0) FROM events)",
    ),
    (
        "a case names its newest event",
        "SELECT c.id FROM cases c
         WHERE c.changed_seq <> (SELECT COALESCE(MAX(e.seq), 0) FROM events e WHERE e.case_id = c.id)",
    ),
    (
        "a case has as many events as its version says",
        "SELECT c.id FROM cases c
         WHERE c.version <> (SELECT COUNT(*) FROM events e WHERE e.case_id = c.id)",
    ),
    (
        "exactly one session is the current one",
        "SELECT s.id FROM sessions s WHERE (SELECT COUNT(*) FROM sessions WHERE is_current = 1) <> 1",
    ),
    (
        "a case is handled under rules that are there",
        "SELECT l.case_id FROM listed l
         WHERE NOT EXISTS (SELECT 1 FROM profiles f WHERE f.session = l.session AND f.revision = l.rules)",
    ),
    (
        "a post in a place names a unit",
        "SELECT o.person FROM posts o
         WHERE o.place <> '' AND NOT EXISTS (SELECT 1 FROM units u WHERE u.code = o.place)",
    ),
    (
        "work is handed to units at the top of the tree",
        "SELECT a.case_id FROM assignments a JOIN units u ON u.code = a.unit
         WHERE u.parent IS NOT NULL AND a.open = 1",
    ),
    (
        "a department with work is a unit",
        "SELECT a.case_id FROM assignments a WHERE a.department IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM units u WHERE u.code = a.department)",
    ),
    (
        "whom a case waits for is there",
        "SELECT t.case_id FROM attention t
         WHERE t.person <> '' AND NOT EXISTS (SELECT 1 FROM people p WHERE p.id = t.person)",
    ),
    (
        "somebody can administer",
        "SELECT 'people' WHERE EXISTS (SELECT 1 FROM people) AND NOT EXISTS (
             SELECT 1 FROM posts o JOIN people p ON p.id = o.person WHERE o.role = 'admin' AND p.disabled = 0)",
    ),
    (
        "a unit is not above itself",
        "WITH RECURSIVE above (code, at, depth) AS (
             SELECT code, parent, 1 FROM units WHERE parent IS NOT NULL
             UNION ALL
             SELECT a.code, u.parent, a.depth + 1 FROM above a JOIN units u ON u.code = a.at
             WHERE u.parent IS NOT NULL AND a.depth < 20)
         SELECT DISTINCT code FROM above WHERE at = code",
    ),
];

/// Asks everything; what does not hold, with the place.
pub(super) async fn examine(tx: &mut Tx) -> Result<Vec<Bilingual>, StoreError> {
    let mut findings = Vec::new();
    for (what, sql) in CHECKS {
        for row in tx.query(sql, &[]).await? {
            let (place, Bilingual { zh, en }) = (row.text(0)?, in_words(what));
            findings.push(both!(
                "{place} 不满足：{zh}",
                "{place}: does not hold: {en}"
            ));
        }
    }
    Ok(findings)
}
