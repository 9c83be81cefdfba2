//! What many lines of the table have in common: people, blocks of lines, and what may be done almost everywhere.

/// Short for several people.
pub(super) const PEOPLE: &[(&str, &str)] = &[
    ("office", "c1 c2 ca"),
    // Nobody in the unit that is rated records what the member thinks of it.
    ("outside", "c1 c2"),
    ("watch", "c1 c2 ca sup"),
    ("own", "p1 p2"),
    ("a-lias", "a-lia a-lia2 ca x"),
    ("a-heads", "a-head a-head2 x"),
    ("a1-hands", "a1-hand a1-hand2 pa x"),
    ("a1-dhs", "a1-dh a1-dh2 x"),
];

/// Short for lines that several scenes share.
pub(super) const BLOCKS: &[(&str, &str)] = &[
    (
        "in_handling",
        "withdraw: p1 office
         mark_key: office
         hand_over: office",
    ),
    (
        "co_handed",
        "take_back 2: office
         reassign 2: office
         accept 2: b-lia
         request_return 2: b-lia
         urge 2: watch",
    ),
    (
        "drafting",
        "dispatch 1: a-lias
         reassign 1: office
         log_contact 1: a1-hands a1-dhs a-heads
         answer_suggestion 1: a1-hands
         save_draft 1: a1-hands
         mark_openness 1: a1-hands a-lias
         cut_task 1: a1-hands a-lias
         urge 1: watch",
    ),
    (
        "writing",
        "answer_suggestion 1: a1-hands
         save_draft 1: a1-hands
         mark_openness 1: a1-hands a-lias
         cut_task 1: a1-hands a-lias
         urge 1: watch",
    ),
    (
        "b_writing",
        "save_draft 2: b1-hand
         urge 2: watch",
    ),
    ("outcome", "record_outcome 1: a1-hands a1-dhs a-lias office"),
    // What went out without a mark.
    ("unmarked", "mark_openness 1: a1-hands a-lias"),
    (
        "promising",
        "report_progress 1: a1-hands a1-dhs a-lias
         fulfil_promise 1: a1-hands a1-dhs a-lias
         postpone_promise 1: a-lias a-heads
         break_off_promise 1: office",
    ),
    (
        "lead_handed",
        "take_back 1: office
         reassign 1: office
         accept 1: a-lias
         request_return 1: a-lias
         urge 1: watch",
    ),
];

/// Who a proposer is may be said at any stage, and so may be what the offices note.
pub(super) const EVERYWHERE: &[&str] = &[
    // From filing on; `not` where it is not filed.
    "change_consent: own office",
    // At any stage.
    "correct: office",
    "link_proposer: office",
    "note: office sup",
];

/// On every assignment from its hand-over until it ends without a reply, whatever stage it is at.
pub(super) const EVERY_LIVE: &[&str] = &["spot_check: watch"];

/// On every such assignment with a contact that counts, in whichever round. A scene says it of its own where somebody has
/// said it already, or may who is among the proposers by a merge.
pub(super) const EVERY_CONTACTED: &[&str] = &["confirm_contact: own"];
