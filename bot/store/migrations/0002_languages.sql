-- The language of a person in a chat: the one chosen there goes before that of their Telegram client. Both are kept,
-- because cards are written when no update is at hand that would tell the client's.
CREATE TABLE languages (
    chat_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    client TEXT,
    chosen TEXT,
    PRIMARY KEY (chat_id, user_id)
) STRICT;
