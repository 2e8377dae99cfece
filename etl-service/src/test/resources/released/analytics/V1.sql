-- A day of project shop as it stood in the first schema: 5 accepted lines, of which 4 curated and 1 a copy; 2 refused.
insert into mart.publication (job, project, run_id) values ('preprocess', 'shop', 1), ('report', 'shop', 2);
insert into mart.lake_object (object_key, area, project, received_date, lines_written, lines_read, publication_id) values
('raw/project=shop/received_date=2026-03-01/received_hour=10/events-sessionized-0-00000000000000000000.json.gz', 'raw', 'shop', '2026-03-01', 3, 3, 1),
('raw/project=shop/received_date=2026-03-01/received_hour=11/events-sessionized-0-00000000000000000003.json.gz', 'raw', 'shop', '2026-03-01', 2, 2, 1),
('quarantine/project=shop/received_date=2026-03-01/received_hour=10/events-rejected-0-00000000000000000000.json.gz', 'quarantine', 'shop', '2026-03-01', 2, 2, 1);
insert into mart.bookmark (job, project, publication_id) values ('preprocess', 'shop', 1), ('report', 'shop', 1);
insert into mart.curated_partition (dataset, project, event_date, object_keys, row_count, publication_id) values
('events', 'shop', '2026-03-01', array['curated/events/project=shop/event_date=2026-03-01/1.parquet'], 4, 1),
('sessions', 'shop', '2026-03-01', array['curated/sessions/project=shop/event_date=2026-03-01/1.parquet'], 2, 1),
('daily', 'shop', '2026-03-01', array['curated/daily/project=shop/event_date=2026-03-01/1.parquet'], 1, 1);
insert into mart.obsolete_object (object_key) values ('curated/events/project=shop/event_date=2026-03-01/0.parquet');
insert into mart.curated_receipt (project, event_date, received_date, events) values ('shop', '2026-03-01', '2026-03-01', 4);
insert into mart.duplicate_receipt (project, received_date, events) values ('shop', '2026-03-01', 1);
insert into mart.session (
    project, session_id, actor_id, user_id, instance_id, started_at, ended_at, duration_seconds, events, pageviews, entry_page, exit_page,
    is_engaged, is_bounce, is_bot, platform, device_type, person_id, day, is_counted, event_date
) values
('shop', 's1', 'i1', 'u1', 'i1', '2026-03-01 10:00:00', '2026-03-01 10:05:00', 300, 3, 2, '/', '/cart', true, false, false, 'web', 'desktop', 'u1', '2026-03-01', true, '2026-03-01'),
('shop', 's2', 'i2', null, 'i2', '2026-03-01 11:00:00', '2026-03-01 11:00:00', 0, 1, 1, '/', '/', false, true, false, 'ios', 'mobile', 'i2', '2026-03-01', true, '2026-03-01');
insert into mart.daily_activity values ('shop', '2026-03-01', 2, 2, 0, 0, 0, 2, 2, 2, 1, 1, 4, 300, 150, true);
insert into mart.person_day (project, day, person_id, events) values ('shop', '2026-03-01', 'u1', 3), ('shop', '2026-03-01', 'i2', 1), ('shop', '2026-03-04', 'u1', 1);
insert into mart.event_daily values ('shop', '2026-03-01', '/', 'page', 2, 2, 2), ('shop', '2026-03-01', 'Order Completed', 'track', 2, 1, 1);
insert into mart.device_daily values ('shop', '2026-03-01', 'platform', 'web', 1, 1, 3), ('shop', '2026-03-01', 'platform', 'ios', 1, 1, 1);
insert into mart.retention values ('shop', 'day', '2026-03-01', 0, 2, 2, 2, true), ('shop', 'day', '2026-03-01', 3, 2, 1, 1, true);
insert into mart.person (project, person_id, first_seen_at, last_seen_at, sessions, events, active_days, platform, country, traits) values
('shop', 'u1', '2026-03-01 10:00:00', '2026-03-04 10:05:00', 1, 4, 2, 'web', 'AT', '{"plan":"gold"}'),
('shop', 'i2', '2026-03-01 11:00:00', '2026-03-01 11:00:00', 1, 1, 1, 'ios', null, null);
insert into mart.identity_day (project, instance_id, event_date, user_id) values ('shop', 'i1', '2026-03-01', 'u1');
insert into mart.rejected_event (object_key, line, project, received_at, reason, message, event_id, protocol, raw) values
('quarantine/project=shop/received_date=2026-03-01/received_hour=10/events-rejected-0-00000000000000000000.json.gz', 1, 'shop', '2026-03-01 10:00:01', 'missing_id', 'the event has neither a userId nor an anonymousId', 'm6', 'segment', '{"type":"track"}'),
('quarantine/project=shop/received_date=2026-03-01/received_hour=10/events-rejected-0-00000000000000000000.json.gz', 2, 'shop', '2026-03-01 10:00:02', 'event_too_large', 'too large (the quarantine keeps its first 8192 characters)', null, 'segment', '{"type":"tr');
insert into mart.data_freshness values ('shop', 'reports', '2026-03-05 00:00:00', '2026-03-05 00:01:00', 2, 0);
