-- A job may blend several styles, and a draft may have several to choose from: JSON arrays of pictures.
ALTER TABLE jobs RENAME COLUMN style TO styles;
UPDATE jobs SET styles = json_array(styles);
ALTER TABLE drafts RENAME COLUMN style TO styles;
UPDATE drafts SET styles = iif(styles IS NULL, '[]', json_array(styles));
ALTER TABLE drafts ADD COLUMN choices TEXT NOT NULL DEFAULT '[]';

-- Styles at hand, by name: those that people keep for themselves, and the house's (owner 0), which are for everybody.
CREATE TABLE styles (
    number INTEGER PRIMARY KEY AUTOINCREMENT,  -- buttons refer to it, so it never names another style later
    owner INTEGER NOT NULL,
    name TEXT NOT NULL,
    picture TEXT NOT NULL,
    tile TEXT NOT NULL,  -- a small picture for the gallery
    origin TEXT NOT NULL,  -- what the picture was made from: another origin, another picture
    rank INTEGER NOT NULL DEFAULT 0,  -- the house's order
    UNIQUE (owner, name)
) STRICT;
