insert into mart.bookmark (job, project, publication_id, mode, version) values ('preprocess', 'blog', 0, 'PAUSED', 3);
insert into mart.lake_object (object_key, area, project, received_date, lines_written, lines_read, publication_id, duplicates, is_to_read, is_removed) values
('raw/project=shop/received_date=2026-03-02/received_hour=10/events-sessionized-0-00000000000000000005.json.gz', 'raw', 'shop', '2026-03-02', 2, 2, 1, 2, true, false),
('raw/project=shop/received_date=2026-03-02/received_hour=11/events-sessionized-0-00000000000000000007.json.gz', 'raw', 'shop', '2026-03-02', 1, 1, 1, 1, false, true);
insert into mart.raw_sweep values ('shop', '2026-03-05 00:00:00Z');
insert into mart.backfill (project, first_day, last_day) values ('shop', '2026-02-01', '2026-02-03');
insert into mart.event_change (project, publication_id, event_date, added, removed) values ('shop', 1, '2026-03-01', 4, 0);
insert into mart.restatement (project, day, metric, value_before, value_after, reason, run_id) values ('shop', '2026-03-01', 'events', 3, 4, 'late events', 2);
insert into mart.day_completeness values ('shop', '2026-03-01', true, '2026-03-05 00:00:00', 4, '2026-03-01 11:00:01', 0, 0, 0, 0);
insert into mart.verification (run_id, project, differences) values (3, 'shop', 1);
insert into mart.verification_difference values (3, 'shop', 'daily_activity', '2026-03-01', '', 'events', '4', '5');
