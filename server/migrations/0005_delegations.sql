-- Standing in ----------------------------------------------------------------------------------------------------------

-- Who lends a post to whom. role is '' where every post is lent, place '' where the role has none. The days are those of
-- the office, first and last; from_ms and until_ms are the same as moments, until_ms not belonging to it.
CREATE TABLE delegations (
    id TEXT PRIMARY KEY,
    giver TEXT NOT NULL REFERENCES people (id),
    taker TEXT NOT NULL REFERENCES people (id),
    role TEXT NOT NULL,
    place TEXT NOT NULL,
    from_day TEXT NOT NULL,
    until_day TEXT NOT NULL,
    from_ms BIGINT NOT NULL,
    until_ms BIGINT NOT NULL,
    note TEXT NOT NULL,
    made_by TEXT NOT NULL REFERENCES people (id),
    made_ms BIGINT NOT NULL,
    ended_by TEXT,
    ended_ms BIGINT
);
CREATE INDEX delegations_taker ON delegations (taker, until_ms) WHERE ended_ms IS NULL;
CREATE INDEX delegations_giver ON delegations (giver, id);
CREATE INDEX delegations_until ON delegations (until_ms) WHERE ended_ms IS NULL;
