-- What a search looks in. A case has a number here because full-text indexes know things by number; a later case has a
-- greater one. digest tells whether the text is the one that was indexed (empty: no words of it are, as of the
-- rows of a list on its way); initials are the pinyin initials of the title.
CREATE TABLE searched (
    doc BIGINT PRIMARY KEY,
    case_id TEXT NOT NULL UNIQUE REFERENCES cases (id),
    digest TEXT NOT NULL,
    initials TEXT NOT NULL
);
CREATE INDEX searched_left ON searched (case_id) WHERE digest = '';

-- The words of each case, in the full-text index of the database's own engine: see `store::words`.
CREATE WORDS grams;
