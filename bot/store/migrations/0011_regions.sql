-- Regions: which style goes where in one photo, and what of it stays as it is.
-- Of a draft, as a JSON object (see bot/jobs/regions.py): every text in it names a file.
ALTER TABLE drafts ADD COLUMN regions TEXT NOT NULL DEFAULT '{}';
-- Of a job, as a JSON array: for each style the file that is white where it goes, or null for what no other covers;
-- empty where all go everywhere.
ALTER TABLE jobs ADD COLUMN masks TEXT NOT NULL DEFAULT '[]';
ALTER TABLE jobs ADD COLUMN protected TEXT;

-- The triggers that keep job_files, with the new columns.
DROP TRIGGER job_files_added;
DROP TRIGGER job_files_changed;
DROP TRIGGER job_files_gone;

CREATE TRIGGER job_files_added AFTER INSERT ON jobs WHEN NEW.expired_at IS NULL
BEGIN
    INSERT INTO job_files SELECT name, NEW.number FROM (
        SELECT NEW.content AS name UNION SELECT NEW.checkpoint UNION SELECT NEW.preview UNION SELECT NEW.initial
        UNION SELECT NEW.result_png UNION SELECT NEW.result_jpeg UNION SELECT NEW.result_film
        UNION SELECT NEW.protected UNION SELECT value FROM json_each(NEW.masks)
        UNION SELECT value FROM json_each(NEW.styles) UNION SELECT value FROM json_each(NEW.sketch_states)
        UNION SELECT style.value FROM json_each(NEW.phases) AS phase, json_each(phase.value, '$.styles') AS style
    ) WHERE name IS NOT NULL;
END;

CREATE TRIGGER job_files_changed
AFTER UPDATE OF content, styles, masks, protected, phases, sketch_states, checkpoint, preview, initial, result_png,
    result_jpeg, result_film, expired_at ON jobs
WHEN (OLD.content, OLD.styles, OLD.masks, OLD.protected, OLD.phases, OLD.sketch_states, OLD.checkpoint, OLD.preview,
      OLD.initial, OLD.result_png, OLD.result_jpeg, OLD.result_film, OLD.expired_at)
    IS NOT (NEW.content, NEW.styles, NEW.masks, NEW.protected, NEW.phases, NEW.sketch_states, NEW.checkpoint, NEW.preview,
            NEW.initial, NEW.result_png, NEW.result_jpeg, NEW.result_film, NEW.expired_at)
BEGIN
    DELETE FROM job_files WHERE job = OLD.number AND name IN (
        SELECT OLD.content AS name UNION SELECT OLD.checkpoint UNION SELECT OLD.preview UNION SELECT OLD.initial
        UNION SELECT OLD.result_png UNION SELECT OLD.result_jpeg UNION SELECT OLD.result_film
        UNION SELECT OLD.protected UNION SELECT value FROM json_each(OLD.masks)
        UNION SELECT value FROM json_each(OLD.styles) UNION SELECT value FROM json_each(OLD.sketch_states)
        UNION SELECT style.value FROM json_each(OLD.phases) AS phase, json_each(phase.value, '$.styles') AS style
    );
    INSERT INTO job_files SELECT name, NEW.number FROM (
        SELECT NEW.content AS name UNION SELECT NEW.checkpoint UNION SELECT NEW.preview UNION SELECT NEW.initial
        UNION SELECT NEW.result_png UNION SELECT NEW.result_jpeg UNION SELECT NEW.result_film
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
        UNION SELECT OLD.protected UNION SELECT value FROM json_each(OLD.masks)
        UNION SELECT value FROM json_each(OLD.styles) UNION SELECT value FROM json_each(OLD.sketch_states)
        UNION SELECT style.value FROM json_each(OLD.phases) AS phase, json_each(phase.value, '$.styles') AS style
    );
END;
