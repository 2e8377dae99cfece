-- given: project parts, whose persons use it on several platforms, with gaps of 28 and 29 days; and project pruned, of which the days before 15 February were removed from the reports.
insert into mart.daily_activity
select 'parts', day, 1, 0, 1, 0, 0, 1, 1, 1, 1, 0, 1, 10, 10, day < '2024-03-08'
from generate_series(date '2024-01-10', date '2024-03-08', interval '1 day') day;

insert into mart.session (project, session_id, actor_id, instance_id, started_at, ended_at, duration_seconds, events, pageviews, is_engaged, is_bounce, is_bot, platform, device_type, os_name, country, app_version, person_id, day, is_counted, event_date)
select 'parts', id, person, person, day + interval '10 hours', day + interval '10 hours 10 seconds', seconds, events, 1, seconds > 10, seconds <= 10, person = 'bot', platform, device, os, country, version, person, day, person <> 'bot', day
from (values
    ('p01', 'cat', date '2024-01-10', 'ios', 'mobile', 'iOS', 'AT', '1.0', 20, 3),
    ('p02', 'cat', date '2024-01-20', 'web', 'desktop', 'Linux', 'AT', null, 20, 3),
    ('p03', 'cat', date '2024-02-07', 'ios', 'mobile', 'iOS', 'AT', '1.0', 20, 3),
    ('p04', 'dan', date '2024-03-01', 'ios', 'mobile', 'iOS', 'DE', '1.0', 20, 3),
    ('p05', 'dan', date '2024-03-01', 'ios', 'mobile', 'iOS', 'DE', '1.0', 20, 3),
    ('p06', 'dan', date '2024-03-02', 'web', 'desktop', 'Linux', 'DE', null, 20, 3),
    ('p07', 'eve', date '2024-03-05', 'web', 'desktop', 'Linux', 'AT', null, 20, 3),
    ('p08', 'cat', date '2024-03-07', 'ios', 'tablet', 'iOS', 'AT', '2.0', 30, 5),
    ('p09', 'dan', date '2024-03-07', 'ios', 'mobile', 'iOS', 'DE', '1.0', 10, 1),
    ('p10', 'bot', date '2024-03-07', 'ios', 'mobile', 'iOS', 'AT', '1.0', 99, 9),
    ('p11', 'fay', date '2024-03-08', 'ios', 'mobile', 'iOS', 'AT', '2.0', 50, 4),
    ('p12', 'job', date '2024-03-08', 'backend', 'server', 'Linux', null, '2.0', 50, 7)
) as given(id, person, day, platform, device, os, country, version, seconds, events);

insert into mart.person_day
select project, day, person_id, sum(events)
from mart.session
where project = 'parts' and is_counted
group by project, day, person_id;

insert into mart.person (project, person_id, first_seen_at, last_seen_at, sessions, events, active_days, first_day, first_platform, first_country, first_app_version) values
('parts', 'cat', '2024-01-10', '2024-03-07', 4, 14, 4, '2024-01-10', 'ios', 'AT', '1.0'),
('parts', 'dan', '2024-03-01', '2024-03-07', 4, 10, 3, '2024-03-01', 'ios', 'DE', '1.0'),
('parts', 'eve', '2024-03-05', '2024-03-05', 1, 3, 1, '2024-03-05', 'web', 'AT', null),
('parts', 'fay', '2024-03-08', '2024-03-08', 1, 4, 1, '2024-03-08', 'ios', 'AT', '2.0'),
('parts', 'job', '2024-03-08', '2024-03-08', 1, 7, 1, '2024-03-08', 'backend', null, '2.0');

-- of all people: cat; dan; eve, fay and job
insert into mart.retention
select 'parts', 'week', cohort, n, size, case when n = 0 then size else 0 end, 0, cohort + n * 7 + 7 <= date '2024-03-09'
from (values (date '2024-01-08', 1, 8), (date '2024-02-26', 1, 1), (date '2024-03-04', 3, 0)) as cohort(cohort, size, last)
cross join lateral generate_series(0, last) n;
insert into mart.retention values
('parts', 'month', '2024-01-01', 0, 1, 1, 1, true),
('parts', 'month', '2024-01-01', 1, 1, 1, 1, true),
('parts', 'month', '2024-01-01', 2, 1, 1, 1, false);

insert into mart.daily_activity
select 'pruned', day, 1, 0, 1, 0, 0, 1, 1, 1, 1, 0, 1, 10, 10, true
from generate_series(date '2024-01-02', date '2024-02-25', interval '1 day') day;
insert into mart.person (project, person_id, first_seen_at, last_seen_at, sessions, events, active_days, first_day, first_platform) values
('pruned', 'old', '2024-01-02', '2024-02-20', 2, 2, 2, '2024-01-02', 'ios'),
('pruned', 'new', '2024-02-19', '2024-02-19', 1, 1, 1, '2024-02-19', 'ios');
insert into mart.person_day values ('pruned', '2024-02-15', 'old', 1), ('pruned', '2024-02-19', 'new', 1), ('pruned', '2024-02-20', 'old', 1);
insert into mart.retention values
('pruned', 'week', '2024-01-01', 0, 1, 1, 1, true),
('pruned', 'week', '2024-01-01', 7, 1, 1, 1, true),
('pruned', 'week', '2024-02-19', 0, 1, 1, 1, true);
