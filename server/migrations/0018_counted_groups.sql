-- Figures broken down by one column are read from this index alone: what is grouped by comes almost sorted from it, and the
-- table is not read. As before no index begins with the session.
DROP INDEX counted_tallied;
CREATE INDEX counted_tallied
    ON counted (tallied, session, unit, department, handler, quarter, category, kind, timing, is_key);
