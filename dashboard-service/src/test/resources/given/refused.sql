-- Of project shop three lines, of which one was cut, and a request of nobody. The password stands in what was sent alone.
insert into mart.rejected_event (object_key, line, project, received_at, reason, message, event_id, protocol, raw, is_cut) values
('quarantine/shop/2', 0, 'shop', '2024-03-08 10:00:00', 'plan_violation', 'Order Placed is not in the tracking plan', 'm-21', 'segment', '{"event":"Order Placed","properties":{"password":"tiger"}}', false),
('quarantine/shop/2', 1, 'shop', '2024-03-09 10:00:00', 'plan_violation', 'amount is missing', 'm-22', 'segment', '{"event":"Order Completed"}', false),
('quarantine/shop/2', 2, 'shop', '2024-03-09 11:00:00', 'plan_violation', 'amount is a text', null, 'segment', '{"event":"Order Co', true),
('quarantine/_unknown/1', 0, '_unknown', '2024-03-07 10:00:00', 'unknown_key', 'the write key is not known', null, 'segment', '{}', false);
