-- The document numbers of replies that are out: a unit gives one once in a session, however it is written. number_key is
-- what tells them apart. Rows are only added, with the signature; replies signed before this step have theirs once their
-- case changes, or with `banli-server reindex`; of those that have one number already, the first keeps it.
CREATE TABLE document_numbers (
    case_id TEXT NOT NULL REFERENCES cases (id),
    assignment BIGINT NOT NULL,
    round BIGINT NOT NULL,
    session TEXT NOT NULL,
    unit TEXT NOT NULL,
    number_key TEXT NOT NULL,
    PRIMARY KEY (case_id, assignment, round)
);
CREATE UNIQUE INDEX document_numbers_key ON document_numbers (session, unit, number_key);
