-- Lists of proposals that were accepted, and what is left of them: they are taken in part by part. state is running, done
-- or stopped (for what, stands in report then); how says in whose name and with which rules, as JSON; key is that of the
-- request, where it had one; done counts parts.
CREATE TABLE imports (
    id TEXT PRIMARY KEY,
    session TEXT NOT NULL REFERENCES sessions (id),
    person TEXT NOT NULL,
    key TEXT,
    state TEXT NOT NULL,
    how TEXT NOT NULL,
    report TEXT NOT NULL,
    parts BIGINT NOT NULL,
    done BIGINT NOT NULL,
    created_ms BIGINT NOT NULL
);
CREATE INDEX imports_running ON imports (id) WHERE state = 'running';
CREATE INDEX imports_created ON imports (created_ms);

-- The rows of a part as JSON, and the numbers they were given once they are taken in.
CREATE TABLE import_parts (
    import TEXT NOT NULL REFERENCES imports (id),
    part BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (import, part)
);

-- Numbers that an accepted list brings and that are not in cases yet: nobody else is given them.
CREATE TABLE import_numbers (
    session TEXT NOT NULL,
    number TEXT NOT NULL,
    import TEXT NOT NULL REFERENCES imports (id),
    PRIMARY KEY (session, number)
);
