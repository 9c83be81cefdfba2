//! The table, as far as there are tasks. Written by hand from the domain; never from what the rules say.

pub(super) const EXPECTED: &str = "
scene task_cut
    use in_handling co_handed drafting
    undispatch 1: a-lias
    request_extension 1: a-lias
    move_task 1: a1-hands a-lias
    drop_task 1: a1-hands a-lias
    pass_task 1: d-lia
    report_task 1: d-lia d-head a2-hand a2-dh
    finish_task 1: d-lia d-head a2-hand a2-dh
scene task_passed
    use in_handling co_handed drafting
    undispatch 1: a-lias
    request_extension 1: a-lias
    move_task 1: a1-hands a-lias
    drop_task 1: a1-hands a-lias
    pass_task 1: d-lia
    report_task 1: d-lia d-head d1-hand d1-dh a2-hand a2-dh
    finish_task 1: d-lia d-head d1-hand d1-dh a2-hand a2-dh
scene task_done_in_part
    use in_handling co_handed drafting
    undispatch 1: a-lias
    request_extension 1: a-lias
    move_task 1: a1-hands a-lias
    drop_task 1: a1-hands a-lias
    reopen_task 1: a1-hands a-lias
    report_task 1: a2-hand a2-dh
    finish_task 1: a2-hand a2-dh
scene task_done
    use in_handling co_handed drafting
    undispatch 1: a-lias
    request_extension 1: a-lias
    reopen_task 1: a1-hands a-lias
scene task_reopened
    use in_handling co_handed drafting
    undispatch 1: a-lias
    request_extension 1: a-lias
    move_task 1: a1-hands a-lias
    drop_task 1: a1-hands a-lias
    pass_task 1: d-lia
    report_task 1: d-lia d-head a2-hand a2-dh
    finish_task 1: d-lia d-head a2-hand a2-dh
scene task_asked_for
    use in_handling co_handed drafting
    strike_contact 1: a1-hand
    request_extension 1: a-lias
    move_task 1: a1-hands a-lias
    drop_task 1: a1-hands a-lias
    pass_task 1: d-lia
    report_task 1: d-lia d-head a2-hand a2-dh
    finish_task 1: d-lia d-head a2-hand a2-dh
scene task_overdue
    use in_handling drafting
    undispatch 1: a-lias
    request_extension 1: a-lias
    move_task 1: a1-hands a-lias
    drop_task 1: a1-hands a-lias
    pass_task 1: d-lia
    report_task 1: d-lia d-head a2-hand a2-dh
    finish_task 1: d-lia d-head a2-hand a2-dh
    urge 2: watch
    take_back 2: office
    reassign 2: office
    accept 2: b-lia
    waive_opinion 2: office
scene task_dropped
    use in_handling co_handed drafting
    undispatch 1: a-lias
    request_extension 1: a-lias
scene task_left_open
    use outcome unmarked
    rate 1: own
    record_rating 1: outside
    move_task 1: a1-hands a-lias
    drop_task 1: a1-hands a-lias
    pass_task 1: d-lia
    report_task 1: d-lia d-head a2-hand a2-dh
    finish_task 1: d-lia d-head a2-hand a2-dh
scene task_kept
    use in_handling co_handed drafting
    undispatch 1: a-lias
    request_extension 1: a-lias
    move_task 1: a1-hands a-lias
    drop_task 1: a1-hands a-lias
    pass_task 1: a-lias
    report_task 1: a1-hands a-lias a-heads
    finish_task 1: a1-hands a-lias a-heads
scene task_given_back
    use in_handling co_handed
";
