insert into mart.identity (project, identity_key, person_id) values ('shop', 'i:i1', 'u1'), ('shop', 'u:u0', 'u1');
insert into mart.curated_partition (dataset, project, event_date, object_keys, row_count, publication_id) values
('statements', 'shop', '2026-03-01', array['curated/statements/project=shop/event_date=2026-03-01/1.parquet'], 1, 1);
