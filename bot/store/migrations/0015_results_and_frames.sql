-- The painting comes in a message of its own, which is the card from then on; the former card shrinks. The message is
-- announced: it says in words that the painting is there, until it shows it.
ALTER TABLE jobs ADD COLUMN is_announced INTEGER NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN former_card_message_id INTEGER;

-- What was seen on the way, as a JSON array of files, oldest first: a film is made of it.
ALTER TABLE jobs ADD COLUMN frames TEXT NOT NULL DEFAULT '[]';

-- The triggers that keep job_files, with the new column.
DROP TRIGGER job_files_added;
DROP TRIGGER job_files_changed;
DROP TRIGGER job_files_gone;

CREATE TRIGGER job_files_added AFTER INSERT ON jobs WHEN NEW.expired_at IS NULL
BEGIN
    INSERT INTO job_files SELECT name, NEW.number FROM (
        SELECT NEW.content AS name UNION SELECT NEW.checkpoint UNION SELECT NEW.preview UNION SELECT NEW.initial
        UNION SELECT NEW.result_png UNION SELECT NEW.result_jpeg UNION SELECT NEW.result_film
        UNION SELECT value FROM json_each(NEW.frames)
        UNION SELECT NEW.protected UNION SELECT value FROM json_each(NEW.masks)
        UNION SELECT value FROM json_each(NEW.styles) UNION SELECT value FROM json_each(NEW.sketch_states)
        UNION SELECT style.value FROM json_each(NEW.phases) AS phase, json_each(phase.value, '$.styles') AS style
    ) WHERE name IS NOT NULL;
END;

CREATE TRIGGER job_files_changed
AFTER UPDATE OF content, styles, masks, protected, phases, sketch_states, frames, checkpoint, preview, initial,
    result_png, result_jpeg, result_film, expired_at ON jobs
WHEN (OLD.content, OLD.styles, OLD.masks, OLD.protected, OLD.phases, OLD.sketch_states, OLD.frames, OLD.checkpoint,
      OLD.preview, OLD.initial, OLD.result_png, OLD.result_jpeg, OLD.result_film, OLD.expired_at)
    IS NOT (NEW.content, NEW.styles, NEW.masks, NEW.protected, NEW.phases, NEW.sketch_states, NEW.frames, NEW.checkpoint,
            NEW.preview, NEW.initial, NEW.result_png, NEW.result_jpeg, NEW.result_film, NEW.expired_at)
BEGIN
    DELETE FROM job_files WHERE job = OLD.number AND name IN (
        SELECT OLD.content AS name UNION SELECT OLD.checkpoint UNION SELECT OLD.preview UNION SELECT OLD.initial
        UNION SELECT OLD.result_png UNION SELECT OLD.result_jpeg UNION SELECT OLD.result_film
        UNION SELECT value FROM json_each(OLD.frames)
        UNION SELECT OLD.protected UNION SELECT value FROM json_each(OLD.masks)
        UNION SELECT value FROM json_each(OLD.styles) UNION SELECT value FROM json_each(OLD.sketch_states)
        UNION SELECT style.value FROM json_each(OLD.phases) AS phase, json_each(phase.value, '$.styles') AS style
    );
    INSERT INTO job_files SELECT name, NEW.number FROM (
        SELECT NEW.content AS name UNION SELECT NEW.checkpoint UNION SELECT NEW.preview UNION SELECT NEW.initial
        UNION SELECT NEW.result_png UNION SELECT NEW.result_jpeg UNION SELECT NEW.result_film
        UNION SELECT value FROM json_each(NEW.frames)
        UNION SELECT NEW.protected UNION SELECT value FROM json_each(NEW.masks)
        UNION SELECT value FROM json_each(NEW.styles) UNION SELECT value FROM json_each(NEW.sketch_states)
        UNION SELECT style.value FROM json_each(NEW.phases) AS phase, json_each(phase.value, '$.styles') AS style
    ) WHERE name IS NOT NULL AND NEW.expired_at IS NULL;
END;

CREATE TRIGGER job_files_gone AFTER DELETE ON jobs WHEN OLD.expired_at IS NULL
BEGIN
    DELETE FROM job_files WHERE job = OLD.number AND name IN (
        SELECT OLD.content AS name UNION SELECT OLD.checkpoint UNION SELECT OLD.preview UNION SELECT OLD.initial
        UNION SELECT OLD.result_png UNION SELECT OLD.result_jpeg UNION SELECT OLD.result_film
        UNION SELECT value FROM json_each(OLD.frames)
        UNION SELECT OLD.protected UNION SELECT value FROM json_each(OLD.masks)
        UNION SELECT value FROM json_each(OLD.styles) UNION SELECT value FROM json_each(OLD.sketch_states)
        UNION SELECT style.value FROM json_each(OLD.phases) AS phase, json_each(phase.value, '$.styles') AS style
    );
END;
