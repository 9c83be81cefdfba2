-- Saved views ----------------------------------------------------------------------------------------------------------

-- query is what `GET /proposals` takes, as JSON.
CREATE TABLE views (
    person TEXT NOT NULL REFERENCES people (id),
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    PRIMARY KEY (person, name)
);
