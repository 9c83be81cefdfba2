-- What offices say in their documents, every revision from 1, whole, as it was written. unit is '' for what holds where a
-- unit has none of its own; an empty body gives back what holds without it.
CREATE TABLE templates (
    kind TEXT NOT NULL,
    unit TEXT NOT NULL,
    revision BIGINT NOT NULL,
    body TEXT NOT NULL,
    note TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES people (id),
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (kind, unit, revision)
);
