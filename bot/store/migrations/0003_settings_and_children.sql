-- All settings that a person keeps in a chat, as JSON: there are too many for a column each.
ALTER TABLE preferences ADD COLUMN settings TEXT NOT NULL DEFAULT '{}';
UPDATE preferences SET settings = json_object('iterations', iterations, 'size', size);
ALTER TABLE preferences DROP COLUMN iterations;
ALTER TABLE preferences DROP COLUMN size;

-- Jobs that come from a tap under another one's result.
ALTER TABLE jobs ADD COLUMN wish TEXT;  -- what was asked of the parent's result
ALTER TABLE jobs ADD COLUMN initial TEXT;  -- the picture that the engine goes on from
ALTER TABLE jobs ADD COLUMN steps INTEGER;  -- iterations from there
ALTER TABLE jobs ADD COLUMN film INTEGER NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN result_film TEXT;

-- A button makes one child, however often it is tapped; where that one came to nothing, it may be tapped again.
CREATE UNIQUE INDEX jobs_by_wish ON jobs (parent_id, wish)
WHERE parent_id IS NOT NULL AND state NOT IN ('cancelled', 'failed');
