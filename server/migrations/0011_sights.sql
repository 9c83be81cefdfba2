-- Who sees a case because of its work: a row for each unit with an assignment, also an ended one, or with a task that
-- stands, and for each department that one was dispatched or passed to. whole is 1 for those who see all that their unit
-- has, 0 for those who see what their department has; a task shows the case to both. place is that of the case, so that
-- the cases of a unit are read in their order without looking at all of them.
CREATE TABLE sights (
    case_id TEXT NOT NULL REFERENCES cases (id),
    unit TEXT NOT NULL REFERENCES units (code),
    whole BIGINT NOT NULL,
    session TEXT NOT NULL,
    place TEXT NOT NULL,
    PRIMARY KEY (case_id, unit, whole)
);
CREATE INDEX sights_unit ON sights (unit, whole, session, place, case_id);

INSERT INTO sights (case_id, unit, whole, session, place)
    SELECT DISTINCT case_id, unit, 1, session, place FROM assignments;
INSERT INTO sights (case_id, unit, whole, session, place)
    SELECT DISTINCT case_id, department, 0, session, place FROM assignments WHERE department IS NOT NULL;

DROP INDEX assignments_place;
ALTER TABLE assignments DROP COLUMN place;
