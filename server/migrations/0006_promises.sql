-- What replies that are out have promised: a row for each, written in the transaction of the case's change. due is as it
-- stands, first_due as it was promised first; kept_on is the day it was done, where it is kept; percent as last reported;
-- counts is 0 where a later reply took its place.
CREATE TABLE promises (
    case_id TEXT NOT NULL REFERENCES cases (id),
    assignment BIGINT NOT NULL,
    no BIGINT NOT NULL,
    session TEXT NOT NULL,
    unit TEXT NOT NULL,
    department TEXT NOT NULL,
    text TEXT NOT NULL,
    state TEXT NOT NULL,
    due TEXT NOT NULL,
    first_due TEXT NOT NULL,
    round BIGINT NOT NULL,
    percent BIGINT,
    counts BIGINT NOT NULL,
    kept_on TEXT,
    PRIMARY KEY (case_id, assignment, no)
);
CREATE INDEX promises_due ON promises (session, due, case_id, assignment, no);
CREATE INDEX promises_unit ON promises (unit, due, case_id, assignment, no);

-- What came of it: outcomes that count.
CREATE TABLE outcomes (
    case_id TEXT NOT NULL REFERENCES cases (id),
    assignment BIGINT NOT NULL,
    no BIGINT NOT NULL,
    unit TEXT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (case_id, assignment, no)
);
