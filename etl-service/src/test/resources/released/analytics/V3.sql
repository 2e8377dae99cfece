insert into mart.rejected_event (object_key, line, project, received_at, reason, message, event_id, protocol, raw, is_cut) values
('quarantine/project=shop/received_date=2026-03-02/received_hour=10/events-rejected-0-00000000000000000002.json.gz', 1, 'shop', '2026-03-02 10:00:01', 'missing_id', 'no id', 'm7', 'segment', '{"type":"track"}', false);
