-- When a case is looked at for what must be told of its deadlines, promises and tasks: on this day or later; '' as soon as
-- there is a look. Written with every change of the case and with every look, so that a look reads only what is due.
CREATE TABLE looks (
    case_id TEXT PRIMARY KEY REFERENCES cases (id),
    look_on TEXT NOT NULL
);
CREATE INDEX looks_on ON looks (look_on, case_id);

INSERT INTO looks (case_id, look_on) SELECT case_id, '' FROM listed;
