-- Styles that people share: whoever knows the name may have their photos painted so. Pictures as in jobs.styles.
CREATE TABLE shared_styles (
    number INTEGER PRIMARY KEY AUTOINCREMENT,  -- jobs, drafts and buttons refer to it: it never means another one later
    name TEXT NOT NULL UNIQUE,
    owner INTEGER NOT NULL,
    pictures TEXT NOT NULL,
    shared_at REAL NOT NULL
) STRICT;

CREATE INDEX shared_styles_by_owner ON shared_styles (owner, pictures);

-- The number of the shared style that was asked for, where it is somebody else's: once it is withdrawn, no new job may
-- be made of these pictures.
ALTER TABLE drafts ADD COLUMN borrowed INTEGER;
ALTER TABLE jobs ADD COLUMN borrowed INTEGER;

-- Photos that are painted in one style: a job for each, and one card for all.
CREATE TABLE series (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    chat_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    topic_id INTEGER NOT NULL,
    reply_to_message_id INTEGER,
    card_message_id INTEGER,
    created_at REAL NOT NULL,
    told_at REAL
) STRICT;

CREATE INDEX series_untold ON series (number) WHERE told_at IS NULL;

ALTER TABLE jobs ADD COLUMN series_id TEXT;
CREATE INDEX jobs_by_series ON jobs (series_id, number) WHERE series_id IS NOT NULL;

-- Photos of a series that is being put together, as a JSON array; NULL in drafts of single pictures.
ALTER TABLE drafts ADD COLUMN series TEXT;
