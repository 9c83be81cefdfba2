-- What figures are counted from: a row for each proposal (no is 0) and one for each reply item that counts, written in
-- the transaction of the case's change. marks are bits (banli_shared::figures::Measure says which); the numbers after
-- them are tallies, and tallied is all of these in one (app::listing::tallied says how), since most rows are alike: to
-- group by one column and count is much cheaper than to sum sixteen. unit, department and handler are '' where there is none.
CREATE TABLE counted (
    case_id TEXT NOT NULL REFERENCES cases (id),
    no BIGINT NOT NULL,
    session TEXT NOT NULL,
    quarter TEXT NOT NULL,
    unit TEXT NOT NULL,
    department TEXT NOT NULL,
    handler TEXT NOT NULL,
    category TEXT NOT NULL,
    kind TEXT NOT NULL,
    timing TEXT NOT NULL,
    is_key BIGINT NOT NULL,
    marks BIGINT NOT NULL,
    asked BIGINT NOT NULL,
    returned BIGINT NOT NULL,
    first_forms BIGINT NOT NULL,
    first_good BIGINT NOT NULL,
    very_satisfied BIGINT NOT NULL,
    satisfied BIGINT NOT NULL,
    basically_satisfied BIGINT NOT NULL,
    understand BIGINT NOT NULL,
    dissatisfied BIGINT NOT NULL,
    not_stated BIGINT NOT NULL,
    adopted BIGINT NOT NULL,
    partly_adopted BIGINT NOT NULL,
    planned BIGINT NOT NULL,
    not_adopted BIGINT NOT NULL,
    unanswered BIGINT NOT NULL,
    tallied TEXT NOT NULL,
    PRIMARY KEY (case_id, no)
);
-- No index begins with the session, so that nobody is tempted to look a unit up by its session: to count a whole one is to
-- read the table once, or this index, which groups by itself.
CREATE INDEX counted_tallied ON counted (tallied, session);
CREATE INDEX counted_unit ON counted (unit, case_id);
CREATE INDEX counted_department ON counted (department, case_id);
