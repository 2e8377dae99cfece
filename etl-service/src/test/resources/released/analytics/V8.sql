insert into mart.erasure (project, person_hash, run_id, done_at, counts) values ('shop', 'h1', 4, '2026-03-06 00:00:00Z', '{"raw": 1}');
insert into mart.erasure (project, person_hash, run_id, ids) values ('shop', 'h2', 5, '["u9"]');
insert into mart.erasure_event (erasure_id, event_id, event_date) values (2, 'm9', '2026-03-02');
insert into mart.suppression (project, id_hash, erasure_id) values ('shop', 'h1', 1);
insert into mart.lake_object (object_key, area, project, received_date, lines_written, lines_read, publication_id, erased, suppressed) values
('raw/project=shop/received_date=2026-03-03/received_hour=10/events-sessionized-0-00000000000000000008.json.gz', 'raw', 'shop', '2026-03-03', 3, 2, 1, 1, 2);
