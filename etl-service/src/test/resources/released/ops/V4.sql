insert into catalog_table (project, table_name, kind, event_type, event_name, version, rows, first_seen_at, last_seen_at) values
('shop', 'order_completed', 'event', 'track', 'Order Completed', 1, 2, '2026-03-01 10:00:00Z', '2026-03-01 11:00:00Z');
insert into catalog_column (table_id, path, type, types, filled, nulls, examples, first_seen_at, last_seen_at) values
(1, 'properties.currency', 'string', '{"string": 2}', 2, 0, '["EUR"]', '2026-03-01 10:00:00Z', '2026-03-01 11:00:00Z');
insert into catalog_version (table_id, version, run_id, columns) values (1, 1, 1, '[{"path": "properties.currency", "type": "string"}]');
insert into catalog_drift (table_id, version, run_id, path, change, type_after) values (1, 1, 1, 'properties.currency', 'added', 'string');
insert into catalog_partition values (1, '2026-03-01', 2);
insert into catalog_bookmark (project, publication_id) values ('shop', 1);
insert into catalog_object values ('raw/project=shop/received_date=2026-03-01/received_hour=10/events-sessionized-0-00000000000000000000.json.gz');
