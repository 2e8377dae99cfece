insert into job_run (job, state, trigger, arguments, started_at, ended_at, rows_in, rows_out, message) values
('preprocess', 'SUCCEEDED', 'preprocess-on-schedule', '{"project": "shop"}', '2026-03-01 12:00:00Z', '2026-03-01 12:00:09Z', 5, 4, null),
('report', 'FAILED', 'report-after-preprocess', '{}', '2026-03-01 12:00:09Z', '2026-03-01 12:00:10Z', null, null, 'PostgreSQL was away');
insert into job_run (job, state, attempt, trigger, previous_run_id) values ('report', 'WAITING', 2, 'report-after-preprocess', 2);
insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version) values ('run', '3', '2026-03-01 12:01:00Z', false, 1);
