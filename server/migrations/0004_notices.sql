-- Notices --------------------------------------------------------------------------------------------------------------

-- Which step of reminding a deadline, a promise or a task has reached, so that each is told of once, whichever server gets there
-- first. promise and task are numbers in the assignment, both 0 where it is the deadline of the assignment itself.
CREATE TABLE reminded (
    case_id TEXT NOT NULL REFERENCES cases (id),
    assignment BIGINT NOT NULL,
    promise BIGINT NOT NULL,
    task BIGINT NOT NULL,
    due TEXT NOT NULL,
    step BIGINT NOT NULL,
    PRIMARY KEY (case_id, assignment, promise, task, due)
);

-- What somebody was told. days_left is in working days, negative when overdue.
CREATE TABLE notices (
    id TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES people (id),
    kind TEXT NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    assignment BIGINT NOT NULL,
    due TEXT NOT NULL,
    days_left BIGINT NOT NULL,
    -- The promise it is about; null where it is about none.
    promise BIGINT,
    -- What was said with it; '' where nothing was.
    note TEXT NOT NULL,
    -- What the case was called, where it may have gone out of sight with this: then the notice is read all the same. Else null.
    title TEXT,
    at_ms BIGINT NOT NULL,
    read_ms BIGINT
);
CREATE INDEX notices_person ON notices (person, id);
CREATE INDEX notices_unread ON notices (person, id) WHERE read_ms IS NULL;
