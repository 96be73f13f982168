-- Paintings that were given a turn: JSON, what held before the settings and styles of the job, and up to which iteration.
ALTER TABLE jobs ADD COLUMN phases TEXT NOT NULL DEFAULT '[]';

-- Jobs that begin several paintings: JSON, the settings of each, and once they are done the checkpoint of each.
ALTER TABLE jobs ADD COLUMN sketches TEXT NOT NULL DEFAULT '[]';
ALTER TABLE jobs ADD COLUMN sketch_states TEXT NOT NULL DEFAULT '[]';
ALTER TABLE jobs ADD COLUMN sketched_at INTEGER NOT NULL DEFAULT 0;  -- the iteration of the checkpoints

-- What the pictures of a draft are for: sketches, or another style for a job that is being painted.
ALTER TABLE drafts ADD COLUMN wants_sketches INTEGER NOT NULL DEFAULT 0;
ALTER TABLE drafts ADD COLUMN steers TEXT;
