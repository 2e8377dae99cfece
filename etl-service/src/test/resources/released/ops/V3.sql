insert into alert (kind, job, run_id, body) values ('FAILED', 'report', 2, '{"job":"report"}');
