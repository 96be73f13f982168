-- Groups that became supergroups, which are new chats with new numbers: what was said and tapped before names the old one.
CREATE TABLE moved_chats (
    old_chat_id INTEGER PRIMARY KEY,
    new_chat_id INTEGER NOT NULL
) STRICT;

CREATE INDEX moved_chats_by_new ON moved_chats (new_chat_id);
