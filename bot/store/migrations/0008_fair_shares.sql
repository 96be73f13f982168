-- Who comes next is told by work, no longer by the number of starts. `finish` is when a job would be finished, in a time
-- in which all people with jobs are served at once and evenly: that time stands in `operation`. See bot/jobs/fairness.py.
ALTER TABLE jobs ADD COLUMN cost REAL NOT NULL DEFAULT 1;
ALTER TABLE jobs ADD COLUMN finish REAL NOT NULL DEFAULT 0;
ALTER TABLE operation ADD COLUMN fair_time REAL NOT NULL DEFAULT 0;

DROP VIEW queue;
DROP INDEX jobs_by_user;
ALTER TABLE jobs DROP COLUMN turn;
CREATE INDEX jobs_by_user ON jobs (user_id, finished_at);

-- First the jobs that were interrupted, oldest first; then the one that is finished first where all are served evenly.
-- It is the order in which jobs will start, if none comes or goes.
CREATE VIEW queue AS
SELECT
    id,
    row_number() OVER (ORDER BY attempt > 0 DESC, iif(attempt > 0, number, finish), number) AS place
FROM jobs
WHERE state = 'queued';
