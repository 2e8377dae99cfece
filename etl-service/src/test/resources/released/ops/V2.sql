insert into job (job, description, arguments, retries, expected_every_seconds) values ('weekly', 'A SQL job.', '["project"]', 3, 604800);
insert into trigger (trigger, job, kind, schedule, time_zone, missed) values ('weekly-on-monday', 'weekly', 'SCHEDULED', '0 0 6 * * MON', 'Europe/Vienna', 'RUN_ONCE');
insert into trigger (trigger, job, kind, match) values ('weekly-after-report', 'weekly', 'CONDITIONAL', 'ALL');
insert into trigger_condition values ('weekly-after-report', 'report', 'SUCCEEDED');
insert into workflow_run (trigger) values ('preprocess-on-schedule');
insert into workflow_node (workflow_run_id, trigger, run_id, fired_by) values (1, 'preprocess-on-schedule', 1, null), (1, 'report-after-preprocess', 2, 1);
