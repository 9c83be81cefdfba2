-- Valid on SQLite and PostgreSQL. Ids come from the application; times are UTC milliseconds (*_ms);
-- dates are YYYY-MM-DD; truth is 0 or 1; JSON is text. TEXT is always the type of a column (it is given byte order).

CREATE TABLE counters (
    name TEXT PRIMARY KEY,
    value BIGINT NOT NULL
);

-- counters.revision names the state of units, people and sessions: a new random value with every change of them.

-- The organisation ---------------------------------------------------------------------------------------------------

CREATE TABLE units (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    parent TEXT REFERENCES units (code),
    duties TEXT NOT NULL DEFAULT '',
    -- Names it had before, as JSON.
    former TEXT NOT NULL DEFAULT '[]',
    phone TEXT NOT NULL DEFAULT '',
    retired BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX units_parent ON units (parent);

CREATE TABLE unit_aliases (
    alias TEXT PRIMARY KEY,
    unit TEXT NOT NULL REFERENCES units (code)
);
CREATE INDEX unit_aliases_unit ON unit_aliases (unit);

CREATE TABLE people (
    id TEXT PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    -- The name as lists are compared with it.
    name_key TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    disabled BIGINT NOT NULL DEFAULT 0,
    created_ms BIGINT NOT NULL
);
CREATE INDEX people_name ON people (name_key);

-- place is '' for roles that belong to no unit, so that it can be part of the key.
CREATE TABLE posts (
    person TEXT NOT NULL REFERENCES people (id),
    role TEXT NOT NULL,
    place TEXT NOT NULL,
    PRIMARY KEY (person, role, place)
);
CREATE INDEX posts_place ON posts (place, role);
CREATE INDEX posts_role ON posts (role, person);

-- Tokens are kept as SHA-256, so that a copy of the database lets nobody in.
CREATE TABLE tokens (
    id TEXT PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    person TEXT NOT NULL REFERENCES people (id),
    label TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL,
    revoked_ms BIGINT
);
CREATE INDEX tokens_person ON tokens (person, created_ms);

-- The work -----------------------------------------------------------------------------------------------------------

CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    year BIGINT NOT NULL,
    closed_on TEXT,
    is_current BIGINT NOT NULL DEFAULT 0,
    created_ms BIGINT NOT NULL
);

-- The rules of a session, every revision from 1: a case keeps those it was begun under. body is the whole profile as
-- JSON; person is '' for what came with the session.
CREATE TABLE profiles (
    session TEXT NOT NULL REFERENCES sessions (id),
    revision BIGINT NOT NULL,
    body TEXT NOT NULL,
    note TEXT NOT NULL,
    person TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (session, revision)
);

-- What the office adds to the published calendar, every revision from 1, whole each time, as JSON.
CREATE TABLE calendars (
    revision BIGINT PRIMARY KEY,
    body TEXT NOT NULL,
    note TEXT NOT NULL,
    person TEXT NOT NULL,
    at_ms BIGINT NOT NULL
);

-- The fold of a case's events, with the hash of the last of them.
CREATE TABLE cases (
    id TEXT PRIMARY KEY,
    session TEXT NOT NULL REFERENCES sessions (id),
    intake_number TEXT NOT NULL,
    number TEXT,
    version BIGINT NOT NULL,
    changed_seq BIGINT NOT NULL,
    hash TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (session, number),
    UNIQUE (session, intake_number)
);
CREATE INDEX cases_number ON cases (number);
CREATE INDEX cases_intake ON cases (intake_number);
CREATE INDEX cases_changed ON cases (session, changed_seq, id);

-- What lists are read from: rows made of a case and written in the transaction of its change. Apart from the case,
-- because a page of short rows is read much faster than one of whole cases.

-- place sorts by number, those without one last. words is what a search looks in. due is the nearest deadline of an open
-- assignment, 9999-12-31 where there is none: a column that sorts holds no null.
CREATE TABLE listed (
    case_id TEXT PRIMARY KEY REFERENCES cases (id),
    session TEXT NOT NULL,
    place TEXT NOT NULL,
    version BIGINT NOT NULL,
    intake_number TEXT NOT NULL,
    number TEXT,
    title TEXT NOT NULL,
    proposers TEXT NOT NULL,
    kind TEXT NOT NULL,
    category TEXT NOT NULL,
    timing TEXT NOT NULL,
    publication TEXT NOT NULL,
    stage TEXT NOT NULL,
    is_key BIGINT NOT NULL,
    filed BIGINT NOT NULL,
    rules BIGINT NOT NULL,
    submitted_ms BIGINT NOT NULL,
    tracking BIGINT NOT NULL,
    due TEXT NOT NULL,
    words TEXT NOT NULL
);
CREATE INDEX listed_place ON listed (session, place);
CREATE INDEX listed_due ON listed (session, due, place);
CREATE INDEX listed_stage ON listed (session, stage, place);

-- relation: proposer, and what else a person may be to a case.
CREATE TABLE case_people (
    case_id TEXT NOT NULL REFERENCES cases (id),
    person TEXT NOT NULL REFERENCES people (id),
    relation TEXT NOT NULL,
    PRIMARY KEY (case_id, person, relation)
);
CREATE INDEX case_people_person ON case_people (person, case_id);

-- class is that of the reply that is out, first_class that before supplementary replies raised it, rating that of the reply
-- that was rated last; first_due and issued_on those of the first reply;
-- openness and published are those of the reply that is out;
-- first_rating and final_rating what the ratings of the first reply and of the latest rated one come to. place is that of the case,
-- so that the cases of a unit are read in their order without looking at all of them.
CREATE TABLE assignments (
    case_id TEXT NOT NULL REFERENCES cases (id),
    no BIGINT NOT NULL,
    session TEXT NOT NULL,
    unit TEXT NOT NULL REFERENCES units (code),
    department TEXT,
    role TEXT NOT NULL,
    stage TEXT NOT NULL,
    open BIGINT NOT NULL,
    round BIGINT NOT NULL,
    due TEXT NOT NULL,
    class TEXT,
    rating TEXT,
    first_due TEXT NOT NULL,
    issued_on TEXT,
    first_rating TEXT,
    final_rating TEXT,
    openness TEXT,
    published TEXT,
    place TEXT NOT NULL,
    first_class TEXT,
    PRIMARY KEY (case_id, no)
);
CREATE INDEX assignments_unit ON assignments (unit, case_id);
CREATE INDEX assignments_place ON assignments (unit, session, place);
CREATE INDEX assignments_department ON assignments (department, case_id) WHERE department IS NOT NULL;
CREATE INDEX assignments_stage ON assignments (session, stage);
CREATE INDEX assignments_due ON assignments (session, due, case_id) WHERE open = 1;

-- Who must act, why, since when: the inbox. assignment is 0 where the whole case waits. Either person is named, or
-- whoever holds role at place ('' for the office) may act, save those in except_people (a JSON list). due is 9999-12-31
-- where there is no deadline; before from_day nobody needs to look.
CREATE TABLE attention (
    case_id TEXT NOT NULL REFERENCES cases (id),
    assignment BIGINT NOT NULL,
    role TEXT NOT NULL,
    place TEXT NOT NULL,
    person TEXT NOT NULL,
    why TEXT NOT NULL,
    since_ms BIGINT NOT NULL,
    due TEXT NOT NULL,
    from_day TEXT,
    except_people TEXT NOT NULL,
    -- Of the text that waits for review.
    text_hash TEXT,
    -- The latest urging of whoever holds it, as JSON.
    urged TEXT,
    PRIMARY KEY (case_id, assignment, role, place, person, why)
);
CREATE INDEX attention_holder ON attention (person, role, place, due, since_ms, case_id, assignment, why);

-- The record. Each event holds the hash of the one before it in its case; seq counts over all cases.
CREATE TABLE events (
    seq BIGINT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    version BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    actor TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    prev_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    UNIQUE (case_id, version)
);

-- Doors ----------------------------------------------------------------------------------------------------------------

-- The answer to a request that carried a key, kept in the transaction of its effect.
CREATE TABLE idempotency (
    person TEXT NOT NULL,
    key TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    status BIGINT NOT NULL,
    answer TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    PRIMARY KEY (person, key)
);
CREATE INDEX idempotency_created ON idempotency (created_ms);
