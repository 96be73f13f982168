-- For whom files were kept, from before their first byte is on the disk until the last is gone: that no row names a file,
-- or no longer does, makes it take no less room.
CREATE TABLE charges (
    user_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    PRIMARY KEY (user_id, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX charges_by_name ON charges (name);
