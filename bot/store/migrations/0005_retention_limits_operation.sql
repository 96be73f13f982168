-- When the pictures of a finished job were deleted; the row itself stays longer, and names files that may be gone.
ALTER TABLE jobs ADD COLUMN expired_at REAL;

CREATE INDEX jobs_with_pictures ON jobs (finished_at) WHERE expired_at IS NULL AND finished_at IS NOT NULL;

-- What jobs cost of their owners' daily quotas. Apart from the jobs, because to have these deleted is no way to paint
-- more in a day.
CREATE TABLE spendings (
    job_id TEXT PRIMARY KEY,
    user_id INTEGER NOT NULL,
    cost REAL NOT NULL,
    spent_at REAL NOT NULL
) STRICT;

CREATE INDEX spendings_by_user ON spendings (user_id, spent_at);

-- What an admin decided about a person; NULL means as everybody.
CREATE TABLE people (
    user_id INTEGER PRIMARY KEY,
    banned_at REAL,
    daily_quota REAL
) STRICT;

-- Chats into which nothing can be sent: the bot was blocked or removed.
CREATE TABLE closed_chats (
    chat_id INTEGER PRIMARY KEY,
    closed_at REAL NOT NULL
) STRICT;

-- The bot's own messages, and to whom they were said, for as long as Telegram lets a bot delete them.
CREATE TABLE sent_messages (
    chat_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    sent_at REAL NOT NULL,
    PRIMARY KEY (chat_id, message_id)
) STRICT;

CREATE INDEX sent_messages_by_user ON sent_messages (user_id);
CREATE INDEX sent_messages_by_age ON sent_messages (sent_at);

-- People who asked to be forgotten, until nothing of them is left; the message is the one that tells them so.
CREATE TABLE erasures (
    user_id INTEGER PRIMARY KEY,
    chat_id INTEGER NOT NULL,
    topic_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    language TEXT,
    last_job INTEGER NOT NULL,  -- number of the latest job that is to go; later ones are a new beginning
    asked_at REAL NOT NULL
) STRICT;

-- How the bot works, in one row. running_since is NULL after a clean end.
CREATE TABLE operation (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    mode TEXT NOT NULL CHECK (mode IN ('open', 'paused', 'draining')),
    running_since REAL
) STRICT;

INSERT INTO operation (id, mode) VALUES (1, 'open');
