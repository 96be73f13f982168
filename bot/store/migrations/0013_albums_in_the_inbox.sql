-- The album that an update is an item of, until it is handled: who waits for the rest of it must not read everybody's
-- updates.
ALTER TABLE inbox ADD COLUMN media_group_id TEXT;

UPDATE inbox SET media_group_id = json_extract(payload, '$.message.media_group_id')
WHERE handled_at IS NULL AND json_valid(payload);

CREATE INDEX inbox_albums ON inbox (bot_id, media_group_id) WHERE handled_at IS NULL AND media_group_id IS NOT NULL;
