-- given: project leaky lost events, project quiet has only refused ones, and nobody's requests are under _unknown.
insert into mart.daily_activity values ('leaky', '2023-01-02', 1, 1, 0, 0, 0, 1, 1, 1, 0, 1, 97, 0, 0, true);
insert into mart.person_day values ('leaky', '2023-01-02', 'zoe', 97);
insert into mart.lake_object values
('raw/leaky/1', 'raw', 'leaky', '2023-01-02', 100, 100, 1, 1),
('raw/leaky/2', 'raw', 'leaky', '2023-01-03', 5, 5, 1, 0),
('quarantine/quiet/1', 'quarantine', 'quiet', '2024-03-10', 3, 3, 1, 0),
('quarantine/_unknown/1', 'quarantine', '_unknown', '2024-03-10', 9, 9, 1, 0);
insert into mart.curated_receipt values ('leaky', '2023-01-02', '2023-01-02', 97), ('leaky', '2023-01-02', '2023-01-03', 6);

-- Place n was visited n times: the 20 most visited of 22 keep their names.
insert into mart.path_daily
select 'leaky', '2023-01-02', 'event', step, case step when 1 then '(start)' else 'place ' || lpad(n::text, 2, '0') end, case step when 1 then 'place ' || lpad(n::text, 2, '0') else '(end)' end, n, case step when 1 then 253 else n end
from generate_series(1, 22) n
cross join generate_series(1, 2) step;
