-- For stores with a hundred thousand jobs: what is asked again and again must find its few rows without a walk over all.
CREATE INDEX jobs_placed ON jobs (queue_place) WHERE queue_place IS NOT NULL;
CREATE INDEX jobs_unfinished ON jobs (user_id, chat_id, number) WHERE state IN ('queued', 'running');
CREATE INDEX jobs_kept ON jobs (user_id, chat_id, number) WHERE expired_at IS NULL;
CREATE INDEX jobs_expired ON jobs (finished_at) WHERE expired_at IS NOT NULL;
CREATE INDEX jobs_painted ON jobs (attempt, number)
WHERE state IN ('done', 'delivered') AND stop_request IS NULL AND NOT film;
CREATE INDEX jobs_by_card ON jobs (chat_id, card_message_id) WHERE card_message_id IS NOT NULL;
CREATE INDEX series_by_user ON series (user_id);
CREATE INDEX series_by_chat ON series (chat_id);
CREATE INDEX series_by_creation ON series (created_at);
CREATE INDEX jobs_by_creation ON jobs (created_at);
CREATE INDEX inbox_handled ON inbox (handled_at) WHERE handled_at IS NOT NULL;
CREATE INDEX spendings_by_age ON spendings (spent_at);

-- The picture files that jobs name, by their names, until the pictures expire. The triggers keep it, so that no statement
-- that changes a job can forget to.
CREATE TABLE job_files (
    name TEXT NOT NULL,
    job INTEGER NOT NULL,  -- its number
    PRIMARY KEY (name, job)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER job_files_added AFTER INSERT ON jobs WHEN NEW.expired_at IS NULL
BEGIN
    INSERT INTO job_files SELECT name, NEW.number FROM (
        SELECT NEW.content AS name UNION SELECT NEW.checkpoint UNION SELECT NEW.preview UNION SELECT NEW.initial
        UNION SELECT NEW.result_png UNION SELECT NEW.result_jpeg UNION SELECT NEW.result_film
        UNION SELECT value FROM json_each(NEW.styles) UNION SELECT value FROM json_each(NEW.sketch_states)
        UNION SELECT style.value FROM json_each(NEW.phases) AS phase, json_each(phase.value, '$.styles') AS style
    ) WHERE name IS NOT NULL;
END;

CREATE TRIGGER job_files_changed
AFTER UPDATE OF content, styles, phases, sketch_states, checkpoint, preview, initial, result_png, result_jpeg,
    result_film, expired_at ON jobs
WHEN (OLD.content, OLD.styles, OLD.phases, OLD.sketch_states, OLD.checkpoint, OLD.preview, OLD.initial,
      OLD.result_png, OLD.result_jpeg, OLD.result_film, OLD.expired_at)
    IS NOT (NEW.content, NEW.styles, NEW.phases, NEW.sketch_states, NEW.checkpoint, NEW.preview, NEW.initial,
            NEW.result_png, NEW.result_jpeg, NEW.result_film, NEW.expired_at)
BEGIN
    DELETE FROM job_files WHERE job = OLD.number AND name IN (
        SELECT OLD.content AS name UNION SELECT OLD.checkpoint UNION SELECT OLD.preview UNION SELECT OLD.initial
        UNION SELECT OLD.result_png UNION SELECT OLD.result_jpeg UNION SELECT OLD.result_film
        UNION SELECT value FROM json_each(OLD.styles) UNION SELECT value FROM json_each(OLD.sketch_states)
        UNION SELECT style.value FROM json_each(OLD.phases) AS phase, json_each(phase.value, '$.styles') AS style
    );
    INSERT INTO job_files SELECT name, NEW.number FROM (
        SELECT NEW.content AS name UNION SELECT NEW.checkpoint UNION SELECT NEW.preview UNION SELECT NEW.initial
        UNION SELECT NEW.result_png UNION SELECT NEW.result_jpeg UNION SELECT NEW.result_film
        UNION SELECT value FROM json_each(NEW.styles) UNION SELECT value FROM json_each(NEW.sketch_states)
        UNION SELECT style.value FROM json_each(NEW.phases) AS phase, json_each(phase.value, '$.styles') AS style
    ) WHERE name IS NOT NULL AND NEW.expired_at IS NULL;
END;

CREATE TRIGGER job_files_gone AFTER DELETE ON jobs WHEN OLD.expired_at IS NULL
BEGIN
    DELETE FROM job_files WHERE job = OLD.number AND name IN (
        SELECT OLD.content AS name UNION SELECT OLD.checkpoint UNION SELECT OLD.preview UNION SELECT OLD.initial
        UNION SELECT OLD.result_png UNION SELECT OLD.result_jpeg UNION SELECT OLD.result_film
        UNION SELECT value FROM json_each(OLD.styles) UNION SELECT value FROM json_each(OLD.sketch_states)
        UNION SELECT style.value FROM json_each(OLD.phases) AS phase, json_each(phase.value, '$.styles') AS style
    );
END;

WITH kept AS (SELECT * FROM jobs WHERE expired_at IS NULL)
INSERT INTO job_files
SELECT content, number FROM kept UNION SELECT value, number FROM kept, json_each(styles)
UNION SELECT checkpoint, number FROM kept WHERE checkpoint IS NOT NULL
UNION SELECT preview, number FROM kept WHERE preview IS NOT NULL
UNION SELECT initial, number FROM kept WHERE initial IS NOT NULL
UNION SELECT result_png, number FROM kept WHERE result_png IS NOT NULL
UNION SELECT result_jpeg, number FROM kept WHERE result_jpeg IS NOT NULL
UNION SELECT result_film, number FROM kept WHERE result_film IS NOT NULL
UNION SELECT value, number FROM kept, json_each(sketch_states)
UNION SELECT style.value, number FROM kept, json_each(phases) AS phase, json_each(phase.value, '$.styles') AS style;
