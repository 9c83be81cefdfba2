-- The units that a list named for a proposal which it brought and did not hand over, in the order of the list: a hint for
-- whoever hands it over. Nothing is decided by it.
CREATE TABLE listed_units (
    case_id TEXT NOT NULL REFERENCES cases (id),
    place BIGINT NOT NULL,
    unit TEXT NOT NULL,
    PRIMARY KEY (case_id, place)
);
