//! The table. Written by hand from the domain; never from what the rules say.

pub(super) const EXPECTED: &str = "
scene submitted
    not change_consent
    amend: own office
    ask_revision: office
    file: office
    decline: office
    merge: office
    mark_key: office
    withdraw: p1 office
scene submitted_older_rules
    not change_consent
    adopt_rules: office
    amend: own office
    ask_revision: office
    file: office
    decline: office
    merge: office
    mark_key: office
    withdraw: p1 office
scene needs_revision
    not change_consent
    amend: own
    reopen: office
    mark_key: office
    withdraw: p1 office
scene declined
    not change_consent
    reopen: office
scene filed
    amend: office
    unfile: office
    merge: office
    mark_key: office
    withdraw: p1 office
    hand_over: office
scene filed_key
    record_leader_view: watch
    amend: office
    unfile: office
    merge: office
    unmark_key: office
    withdraw: p1 office
    hand_over: office
scene unfiled
    not change_consent
    amend: own office
    ask_revision: office
    file: office
    decline: office
    merge: office
    mark_key: office
    withdraw: p1 office
scene merged
    unmerge: office
scene merged_filed
    unmerge: office
scene merged_host_answered
    not change_consent
    change_consent: m m2 office
scene host_submitted
    not change_consent
    amend: own office
    ask_revision: office
    file: office
    mark_key: office
scene host_filed
    amend: office
    unfile: office
    mark_key: office
    hand_over: office
scene withdrawn
    not change_consent
scene withdrawn_in_handling
    not change_consent

scene handed_over
    use in_handling lead_handed co_handed
scene handed_over_recounted
    use in_handling lead_handed co_handed
    recount_deadline 1: office
scene handed_over_late
    urge 1: watch
    urge 2: watch
    use in_handling
    take_back 1: office
    reassign 1: office
    accept 1: a-lias
    take_back 2: office
    reassign 2: office
    accept 2: b-lia
    waive_opinion 2: office
scene return_requested
    use in_handling co_handed
    grant_return 1: office
    refuse_return 1: office
    reassign 1: office
    cancel_return 1: a-lias
scene return_requested_accepted
    use in_handling co_handed
    grant_return 1: office
    refuse_return 1: office
    reassign 1: office
    cancel_return 1: a-lias
scene return_refused
    use in_handling lead_handed co_handed
scene return_granted
    use in_handling co_handed
scene accepted
    cut_task 1: a-lias
    urge 1: watch
    request_extension 1: a-lias
    use in_handling co_handed
    unaccept 1: a-lias
    request_return 1: a-lias
    dispatch 1: a-lias
    reassign 1: office
scene extension_asked
    use in_handling co_handed drafting
    strike_contact 1: a1-hand
    cancel_extension 1: a-lias
    grant_extension 1: office
    refuse_extension 1: office
scene extension_granted_in_full
    use in_handling co_handed writing
    recall 1: a1-hand
    approve 1: a1-dhs
    send_back 1: a1-dhs
    change_class 1: a1-dhs
scene extension_asked_late
    urge 2: watch
    use in_handling drafting
    strike_contact 1: a1-hand
    take_back 2: office
    reassign 2: office
    accept 2: b-lia
    waive_opinion 2: office
    cancel_extension 1: a-lias
    grant_extension 1: office
    refuse_extension 1: office
scene extension_asked_too_late
    urge 2: watch
    use in_handling drafting
    strike_contact 1: a1-hand
    take_back 2: office
    reassign 2: office
    accept 2: b-lia
    waive_opinion 2: office
    cancel_extension 1: a-lias
    refuse_extension 1: office
scene extension_refused
    use in_handling co_handed drafting
    strike_contact 1: a1-hand
    request_extension 1: a-lias
scene dispatched
    request_extension 1: a-lias
    use in_handling co_handed drafting
    undispatch 1: a-lias
scene drafting
    request_extension 1: a-lias
    use in_handling co_handed drafting
    strike_contact 1: a1-hand
scene drafting_struck
    request_extension 1: a-lias
    use in_handling co_handed drafting
scene drafting_confirmed
    request_extension 1: a-lias
    use in_handling co_handed drafting
    strike_contact 1: a1-hand
scene ready
    request_extension 1: a-lias
    use in_handling co_handed drafting
    strike_contact 1: a1-hand
    submit_reply 1: a1-hands
scene level1
    request_extension 1: a-lias
    use in_handling co_handed writing
    recall 1: a1-hand
    approve 1: a1-dhs
    send_back 1: a1-dhs
    change_class 1: a1-dhs
scene drafting_unanswered
    request_extension 1: a-lias
    use in_handling co_handed drafting
    strike_contact 1: a1-hand
scene level1_written_by_x
    request_extension 1: a-lias
    use in_handling co_handed writing
    recall 1: a1-hand
    approve 1: a1-dh a1-dh2
    send_back 1: a1-dh a1-dh2
    change_class 1: a1-dh a1-dh2
scene level2_approved_by_x
    cut_task 1: a1-hands a-lias
    mark_openness 1: a1-hands a-lias
    urge 1: watch
    request_extension 1: a-lias
    use in_handling co_handed
    answer_suggestion 1: a1-hand a1-hand2 pa
    save_draft 1: a1-hand a1-hand2 pa
    retract_approval 1: x
    approve 1: a-lia a-lia2 ca
    send_back 1: a-lia a-lia2 ca
    change_class 1: a-lia a-lia2 ca
scene level3_approved_by_x
    cut_task 1: a1-hands a-lias
    mark_openness 1: a1-hands a-lias
    urge 1: watch
    request_extension 1: a-lias
    use in_handling
    answer_suggestion 1: a1-hand a1-hand2 pa
    save_draft 1: a1-hand a1-hand2 pa
    retract_approval 1: a-lia
    send_back 1: a-head a-head2
    change_class 1: a-head a-head2
    sign 1: a-head a-head2
scene level2
    request_extension 1: a-lias
    use in_handling co_handed writing
    retract_approval 1: a1-dh
    approve 1: a-lias
    send_back 1: a-lias
    change_class 1: a-lias
scene level3_opinion_missing
    request_extension 1: a-lias
    use in_handling co_handed writing
    retract_approval 1: a-lia
    send_back 1: a-heads
    change_class 1: a-heads
scene level3
    request_extension 1: a-lias
    use in_handling writing
    retract_approval 1: a-lia
    send_back 1: a-heads
    change_class 1: a-heads
    sign 1: a-heads
scene level3_unmarked
    use in_handling writing
    request_extension 1: a-lias
    retract_approval 1: a-lia
    send_back 1: a-heads
    change_class 1: a-heads
scene level3_key
    withdraw: p1 office
    unmark_key: office
    record_leader_view: watch
    hand_over: office
    use writing
    request_extension 1: a-lias
    retract_approval 1: a-lia
    send_back 1: a-heads
    change_class 1: a-heads
scene level3_key_heard
    withdraw: p1 office
    unmark_key: office
    record_leader_view: watch
    hand_over: office
    use writing
    request_extension 1: a-lias
    retract_approval 1: a-lia
    send_back 1: a-heads
    change_class 1: a-heads
    sign 1: a-heads
scene level3_waived
    request_extension 1: a-lias
    use in_handling writing
    retract_approval 1: a-lia
    send_back 1: a-heads
    change_class 1: a-heads
    sign 1: a-heads
    take_back 2: office
    reassign 2: office
    accept 2: b-lia
    unwaive_opinion 2: office
scene recalled
    request_extension 1: a-lias
    use in_handling co_handed drafting
    strike_contact 1: a1-hand
    submit_reply 1: a1-hands
scene sent_back
    request_extension 1: a-lias
    use in_handling co_handed drafting
    strike_contact 1: a1-hand
    submit_reply 1: a1-hands
    resume_review 1: a-lia
scene sent_back_reworked
    request_extension 1: a-lias
    use in_handling co_handed drafting
    strike_contact 1: a1-hand
scene voided
    request_extension 1: a-lias
    use in_handling co_handed writing
    recall 1: a1-hand
    approve 1: a1-dhs
    send_back 1: a1-dhs
    change_class 1: a1-dhs

scene co_drafting
    request_extension 2: b-lia
    use in_handling lead_handed b_writing
    dispatch 2: b-lia
    undispatch 2: b-lia
    reassign 2: office
scene co_ready
    request_extension 2: b-lia
    use in_handling lead_handed b_writing
    dispatch 2: b-lia
    reassign 2: office
    submit_reply 2: b1-hand
scene co_level1
    request_extension 2: b-lia
    use in_handling lead_handed b_writing
    recall 2: b1-hand
    approve 2: b1-dh
    send_back 2: b1-dh
scene co_level2
    request_extension 2: b-lia
    use in_handling lead_handed b_writing
    retract_approval 2: b1-dh
    approve 2: b-lia
    send_back 2: b-lia
scene co_level3
    request_extension 2: b-lia
    use in_handling lead_handed b_writing
    retract_approval 2: b-lia
    give_opinion 2: b-head
    send_back 2: b-head
scene co_late
    urge 1: watch
    use in_handling b_writing
    take_back 1: office
    reassign 1: office
    accept 1: a-lias
    recall 2: b1-hand
    approve 2: b1-dh
    send_back 2: b1-dh
    waive_opinion 2: office
scene opinion_given
    use in_handling lead_handed
scene splits
    urge 2: watch
    urge 3: watch
    use in_handling lead_handed
    take_back 2: office
    reassign 2: office
    accept 2: c-lia
    request_return 2: c-lia
    take_back 3: office
    reassign 3: office
    accept 3: b-lia
    request_return 3: b-lia
scene split_issued
    use outcome unmarked
    urge 2: watch
    mark_key: office
    hand_over: office
    take_back 2: office
    reassign 2: office
    accept 2: c-lia
    request_return 2: c-lia
    rate 1: own
    record_rating 1: outside
scene part_left
    use in_handling lead_handed
    extend_part 1: office
scene part_left_accepted
    cut_task 1: a-lias
    urge 1: watch
    request_extension 1: a-lias
    use in_handling
    unaccept 1: a-lias
    request_return 1: a-lias
    dispatch 1: a-lias
    reassign 1: office
    extend_part 1: office
scene part_left_dispatched
    request_extension 1: a-lias
    use in_handling drafting
    undispatch 1: a-lias
    extend_part 1: office
scene part_left_drafting
    request_extension 1: a-lias
    use in_handling drafting
    strike_contact 1: a1-hand
    extend_part 1: office
scene part_left_level1
    request_extension 1: a-lias
    use in_handling writing
    recall 1: a1-hand
    approve 1: a1-dhs
    send_back 1: a1-dhs
    change_class 1: a1-dhs
scene part_left_issued
    use outcome unmarked
    mark_key: office
    hand_over: office
    rate 1: own
    record_rating 1: outside
scene no_departments
    cut_task 1: e-hand e-lia
    mark_openness 1: e-hand e-lia
    urge 1: watch
    request_extension 1: e-lia
    use in_handling
    recall 1: e-hand
    answer_suggestion 1: e-hand
    save_draft 1: e-hand
    approve 1: e-dh
    send_back 1: e-dh
    change_class 1: e-dh

scene issued
    use outcome unmarked
    rate 1: own
    record_rating 1: outside
scene issued_confirmed
    use outcome unmarked
    confirm_contact 1: p2
    rate 1: own
    record_rating 1: outside
scene issued_open
    use outcome
    rate 1: own
    record_rating 1: outside
    publish 1: office
scene published
    use outcome
    rate 1: own
    record_rating 1: outside
    unpublish 1: office
scene issued_window_passed
    use outcome unmarked
    rate 1: own
    record_rating 1: outside
    close 1: office
scene rated
    use outcome unmarked
    rate 1: p2
    record_rating 1: outside
scene rated_window_passed
    use outcome unmarked
    rate 1: p2
    record_rating 1: outside
    close 1: office
scene rated_flagged
    use outcome unmarked
    second_handling 1: office
    close 1: office
scene issued_flagged
    use outcome unmarked
    rate 1: p1
    record_rating 1: outside
    second_handling 1: office
scene second_handling
    cut_task 1: a1-hands a-lias
    use outcome
    mark_openness 1: a1-hands a-lias
    urge 1: watch
    request_extension 1: a-lias
    mark_key: office
    hand_over: office
    dispatch 1: a-lias
    log_contact 1: a1-hands a1-dhs a-heads
    answer_suggestion 1: a1-hands
    save_draft 1: a1-hands
scene second_unmet
    cut_task 1: a1-hands a-lias
    use outcome
    mark_openness 1: a1-hands a-lias
    urge 1: watch
    request_extension 1: a-lias
    mark_key: office
    hand_over: office
    dispatch 1: a-lias
    log_contact 1: a1-hands a1-dhs a-heads
    strike_contact 1: a1-hand
    answer_suggestion 1: a1-hands
    save_draft 1: a1-hands
scene second_ready
    cut_task 1: a1-hands a-lias
    use outcome
    mark_openness 1: a1-hands a-lias
    urge 1: watch
    request_extension 1: a-lias
    mark_key: office
    hand_over: office
    dispatch 1: a-lias
    log_contact 1: a1-hands a1-dhs a-heads
    strike_contact 1: a1-hand
    answer_suggestion 1: a1-hands
    save_draft 1: a1-hands
    submit_reply 1: a1-hands
scene second_issued
    use outcome unmarked
    rate 1: own
    record_rating 1: outside
scene closed
    use outcome unmarked
scene host_answered
    confirm_contact 1: own m m2
    use outcome unmarked
    rate 1: own m m2
    record_rating 1: outside

scene issued_promising
    use promising outcome unmarked
    rate 1: own
    record_rating 1: outside
scene closed_tracked
    use promising outcome unmarked
scene closed_kept_one
    use promising outcome unmarked
    reopen_promise 1: watch
    begin_supplement 1: a1-hands a1-dhs a-lias
scene closed_kept_all
    use outcome unmarked
    reopen_promise 1: watch
    begin_supplement 1: a1-hands a1-dhs a-lias
scene closed_broken_off
    use outcome unmarked
    reopen_promise 1: watch
    begin_supplement 1: a1-hands a1-dhs a-lias
scene closed_with_outcome
    use promising outcome unmarked
    reopen_promise 1: watch
    begin_supplement 1: a1-hands a1-dhs a-lias
    strike_outcome 1: a1-hand office
scene supplement_drafting
    use promising outcome
    mark_openness 1: a1-hands a-lias
    reopen_promise 1: watch
    dispatch 1: a-lias
    log_contact 1: a1-hands a1-dhs a-heads
    answer_suggestion 1: a1-hands
    save_draft 1: a1-hands
    drop_supplement 1: a1-hands a1-dhs a-lias
scene supplement_ready
    use promising outcome
    mark_openness 1: a1-hands a-lias
    reopen_promise 1: watch
    dispatch 1: a-lias
    log_contact 1: a1-hands a1-dhs a-heads
    answer_suggestion 1: a1-hands
    save_draft 1: a1-hands
    submit_reply 1: a1-hands
    drop_supplement 1: a1-hands a1-dhs a-lias
scene supplement_level1
    use promising outcome
    mark_openness 1: a1-hands a-lias
    answer_suggestion 1: a1-hands
    save_draft 1: a1-hands
    reopen_promise 1: watch
    recall 1: a1-hand
    approve 1: a1-dhs
    send_back 1: a1-dhs
    change_class 1: a1-dhs
scene supplemented
    use promising outcome unmarked
    reopen_promise 1: watch
    begin_supplement 1: a1-hands a1-dhs a-lias
scene level3_promise_passed
    use in_handling writing
    request_extension 1: a-lias
    retract_approval 1: a-lia
    send_back 1: a-heads
    change_class 1: a-heads
";
