-- Several drafts of one person may wait in one place. The current one is the one that goes on with the next picture.
CREATE TABLE waiting_drafts (
    number INTEGER PRIMARY KEY AUTOINCREMENT,  -- buttons refer to it: it never means another one later
    chat_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    topic_id INTEGER NOT NULL,
    is_current INTEGER NOT NULL DEFAULT 1,
    content TEXT,
    styles TEXT NOT NULL,
    choices TEXT NOT NULL DEFAULT '[]',
    content_message_id INTEGER,
    card_message_id INTEGER,  -- the bot's message with its buttons
    overrides TEXT NOT NULL,
    said TEXT NOT NULL DEFAULT '[]',  -- which message asked for which settings, so that an edited one can ask anew
    wants_sketches INTEGER NOT NULL DEFAULT 0,
    steers TEXT,
    borrowed INTEGER,
    series TEXT,
    regions TEXT NOT NULL DEFAULT '{}',
    updated_at REAL NOT NULL
) STRICT;

INSERT INTO waiting_drafts (chat_id, user_id, topic_id, content, styles, choices, content_message_id, overrides,
                            wants_sketches, steers, borrowed, series, regions, updated_at)
SELECT chat_id, user_id, topic_id, content, styles, choices, content_message_id, overrides, wants_sketches, steers,
       borrowed, series, regions, updated_at FROM drafts;

DROP TABLE drafts;
ALTER TABLE waiting_drafts RENAME TO drafts;

CREATE INDEX drafts_by_place ON drafts (chat_id, user_id, topic_id);
CREATE UNIQUE INDEX drafts_current ON drafts (chat_id, user_id, topic_id) WHERE is_current;
