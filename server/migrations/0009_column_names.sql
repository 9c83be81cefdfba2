-- Lists as they arrive -------------------------------------------------------------------------------------------------

-- What the office said the columns of its lists are. list: proposals or units; field: the code of a column, - for one not
-- to be used.
CREATE TABLE column_names (
    list TEXT NOT NULL,
    header TEXT NOT NULL,
    field TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES people (id),
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (list, header)
);
