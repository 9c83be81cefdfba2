-- Notices --------------------------------------------------------------------------------------------------------------

-- Which step of reminding a deadline has reached, so that each is told of once, whichever server gets there first.
CREATE TABLE reminded (
    case_id TEXT NOT NULL REFERENCES cases (id),
    assignment BIGINT NOT NULL,
    due TEXT NOT NULL,
    step BIGINT NOT NULL,
    PRIMARY KEY (case_id, assignment, due)
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
    -- What was said with it; '' where nothing was.
    note TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    read_ms BIGINT
);
CREATE INDEX notices_person ON notices (person, id);
CREATE INDEX notices_unread ON notices (person, id) WHERE read_ms IS NULL;
