-- Notices sent out -----------------------------------------------------------------------------------------------------

-- Where notices are sent to. The secret signs what is sent, so it is kept as it is. kinds is a JSON list; empty for all.
CREATE TABLE webhooks (
    id TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    note TEXT NOT NULL,
    kinds TEXT NOT NULL,
    secret TEXT NOT NULL,
    made_by TEXT NOT NULL REFERENCES people (id),
    made_ms BIGINT NOT NULL
);

-- What is on its way, written in the transaction of the notice. state: waiting, delivered, dead. Whoever moves next_ms
-- forward has it for so long: several servers send each once.
CREATE TABLE deliveries (
    id TEXT PRIMARY KEY,
    webhook TEXT NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    tries BIGINT NOT NULL,
    next_ms BIGINT NOT NULL,
    said TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    done_ms BIGINT
);
CREATE INDEX deliveries_next ON deliveries (webhook, id) WHERE state = 'waiting';
CREATE INDEX deliveries_state ON deliveries (state, id);
CREATE INDEX deliveries_done ON deliveries (done_ms) WHERE done_ms IS NOT NULL;
