-- As what a list names a unit. Those from before are units that answer, the lead first.
ALTER TABLE listed_units ADD COLUMN role TEXT NOT NULL DEFAULT 'lead';
UPDATE listed_units SET role = 'split' WHERE place > 0;

-- Whether the deadline was counted by plain weekdays. `banli-server reindex` says so of those from before.
ALTER TABLE assignments ADD COLUMN plain_weekdays BIGINT NOT NULL DEFAULT 0;
