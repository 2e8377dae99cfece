insert into quality_result (run_id, job, project, dataset, rule, measure, is_part, level, outcome, value, threshold) values
(1, 'preprocess', 'shop', 'events', 'RowCount > 0', 'RowCount', false, 'fail', 'passed', 4, '> 0');
insert into quality_history_start (project, dataset) values ('shop', 'events');
