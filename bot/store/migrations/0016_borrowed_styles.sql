-- All shared styles of others that pictures of a draft or a job come from, as a JSON array: with regions and turns there
-- may be several, and each may be withdrawn.
ALTER TABLE drafts ADD COLUMN lent TEXT NOT NULL DEFAULT '[]';
UPDATE drafts SET lent = json_array(borrowed) WHERE borrowed IS NOT NULL;
ALTER TABLE drafts DROP COLUMN borrowed;
ALTER TABLE drafts RENAME COLUMN lent TO borrowed;

ALTER TABLE jobs ADD COLUMN lent TEXT NOT NULL DEFAULT '[]';
UPDATE jobs SET lent = json_array(borrowed) WHERE borrowed IS NOT NULL;
ALTER TABLE jobs DROP COLUMN borrowed;
ALTER TABLE jobs RENAME COLUMN lent TO borrowed;
