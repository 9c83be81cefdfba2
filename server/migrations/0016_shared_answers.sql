-- What reply items say to suggestions that others of the same proposal answer too, so that such a suggestion is counted once
-- for somebody whose units they are of. verdict is the place of the answer among banli_shared::figures::Tally::OF_SUGGESTIONS:
-- the lowest counts.
CREATE TABLE shared_answers (
    case_id TEXT NOT NULL REFERENCES cases (id),
    assignment BIGINT NOT NULL,
    suggestion BIGINT NOT NULL,
    verdict BIGINT NOT NULL,
    PRIMARY KEY (case_id, assignment, suggestion)
);
