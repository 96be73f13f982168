-- Jobs that were asked for in a chat of which the bot is no member, and the message there that shows them. A job without a
-- row has its card in its own chat: to delete the row hands it over.
CREATE TABLE guest_messages (
    job_id TEXT PRIMARY KEY REFERENCES jobs (id) ON DELETE CASCADE,
    inline_message_id TEXT NOT NULL
) STRICT;
