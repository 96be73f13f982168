-- Updates of Telegram, committed here before they are confirmed to it. The payload goes once it is handled.
CREATE TABLE inbox (
    number INTEGER PRIMARY KEY,
    bot_id INTEGER NOT NULL,
    update_id INTEGER NOT NULL,
    payload TEXT,
    received_at REAL NOT NULL,
    handled_at REAL,
    UNIQUE (bot_id, update_id)
) STRICT;

CREATE INDEX inbox_unhandled ON inbox (bot_id, number) WHERE handled_at IS NULL;

-- What somebody has sent for the next job.
CREATE TABLE drafts (
    chat_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    topic_id INTEGER NOT NULL,
    content TEXT,
    style TEXT,
    content_message_id INTEGER,
    overrides TEXT NOT NULL,
    updated_at REAL NOT NULL,
    PRIMARY KEY (chat_id, user_id, topic_id)
) STRICT;

-- Photos of albums whose other photos may still be on their way.
CREATE TABLE album_items (
    chat_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    topic_id INTEGER NOT NULL,
    media_group_id TEXT NOT NULL,
    message_id INTEGER NOT NULL,
    picture TEXT,
    error_code TEXT,
    caption TEXT,
    received_at REAL NOT NULL,
    PRIMARY KEY (chat_id, user_id, topic_id, media_group_id, message_id)
) STRICT;

-- The settings that a person keeps in a chat; NULL means the default.
CREATE TABLE preferences (
    chat_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    iterations INTEGER,
    size INTEGER,
    PRIMARY KEY (chat_id, user_id)
) STRICT;

CREATE TABLE jobs (
    number INTEGER PRIMARY KEY,  -- order of arrival
    id TEXT NOT NULL UNIQUE,
    chat_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    topic_id INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'delivered', 'cancelled', 'failed')),
    settings TEXT NOT NULL,
    content TEXT NOT NULL,
    style TEXT NOT NULL,
    parent_id TEXT REFERENCES jobs (id) ON DELETE SET NULL,
    attempt INTEGER NOT NULL DEFAULT 0,
    turn INTEGER,  -- order of starts; unlike started_at it cannot go back when the clock does
    queue_place INTEGER,  -- as the card shows it
    engine_deaths INTEGER NOT NULL DEFAULT 0,
    stop_request TEXT CHECK (stop_request IN ('cancel', 'keep')),
    checkpoint TEXT,
    checkpoint_iteration INTEGER NOT NULL DEFAULT 0,
    progress TEXT,
    preview TEXT,
    result_png TEXT,
    result_jpeg TEXT,
    figures TEXT,
    error_code TEXT,
    reply_to_message_id INTEGER,
    card_message_id INTEGER,
    revision INTEGER NOT NULL DEFAULT 1,
    card_revision INTEGER NOT NULL DEFAULT 0,
    created_at REAL NOT NULL,
    started_at REAL,
    finished_at REAL,
    told_at REAL
) STRICT;

CREATE INDEX jobs_by_state ON jobs (state, number);
CREATE INDEX jobs_by_user ON jobs (user_id, turn);
CREATE INDEX jobs_by_chat ON jobs (chat_id, user_id, number);
CREATE INDEX jobs_by_parent ON jobs (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX jobs_untold ON jobs (number) WHERE told_at IS NULL;

-- Who comes next: first the jobs that were interrupted, oldest first; then the users in turns, the one whose last start
-- is longest ago first, each user's jobs in order of arrival. It is the order in which jobs will start, if none comes or
-- goes: a user's last start is then that of the last interrupted job, if there is one.
CREATE VIEW queue AS
WITH waiting AS (
    SELECT
        id,
        number,
        attempt > 0 AS interrupted,
        row_number() OVER (PARTITION BY user_id, attempt > 0 ORDER BY number) AS round,
        max(iif(attempt > 0, number, NULL)) OVER (PARTITION BY user_id) AS last_interrupted,
        (SELECT max(others.turn) FROM jobs AS others WHERE others.user_id = jobs.user_id) AS last_turn,
        min(number) OVER (PARTITION BY user_id, attempt > 0) AS first_number
    FROM jobs
    WHERE state = 'queued'
)
SELECT
    id,
    row_number() OVER (
        ORDER BY
            interrupted DESC,
            iif(interrupted, number, round),
            last_interrupted NULLS FIRST,
            last_turn NULLS FIRST,
            first_number
    ) AS place
FROM waiting;
