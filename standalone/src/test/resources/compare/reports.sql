-- What the reports of compare/events.ndjson must be, worked out by hand: Ann is there from 10:00 to 10:30, again
-- at 11:01 and on the next day; a guest looks in once.
insert into mart.session
    (project, session_id, actor_id, user_id, instance_id, started_at, ended_at, duration_seconds, events, pageviews, is_engaged, is_bounce, is_bot, person_id, day, is_counted, event_date)
values
    ('demo', 's1', 'ann', 'ann', null, '2026-05-01 10:00', '2026-05-01 10:30', 1800, 2, 1, true, false, false, 'ann', '2026-05-01', true, '2026-05-01'),
    ('demo', 's2', 'ann', 'ann', null, '2026-05-01 11:01', '2026-05-01 11:01', 0, 1, 0, false, true, false, 'ann', '2026-05-01', true, '2026-05-01'),
    ('demo', 's3', 'guest', null, 'guest', '2026-05-01 10:00', '2026-05-01 10:00', 0, 1, 1, false, true, false, 'guest', '2026-05-01', true, '2026-05-01'),
    ('demo', 's4', 'ann', 'ann', null, '2026-05-02 10:00', '2026-05-02 10:00', 0, 1, 0, false, true, false, 'ann', '2026-05-02', true, '2026-05-02'),
    ('other', 's1', 'ann', 'ann', null, '2026-05-01 10:00', '2026-05-01 10:30', 1800, 2, 1, true, false, false, 'ann', '2026-05-01', true, '2026-05-01');

insert into mart.daily_activity
    (project, day, active_users, new_users, returning_users, resurrected_users, dormant_users, wau, mau, sessions, engaged_sessions, bounced_sessions, events, total_session_seconds, median_session_seconds, is_complete)
values
    ('demo', '2026-05-01', 2, 2, 0, 0, 0, 2, 2, 3, 1, 2, 4, 1800, 0, true),
    ('demo', '2026-05-02', 1, 0, 1, 0, 0, 2, 2, 1, 0, 1, 1, 0, 0, true);

insert into mart.event_daily (project, day, event_name, type, events, users, sessions)
values
    ('demo', '2026-05-01', 'Home', 'page', 2, 2, 2),
    ('demo', '2026-05-01', 'Play', 'track', 2, 1, 2),
    ('demo', '2026-05-02', 'Play', 'track', 1, 1, 1);

insert into mart.retention (project, period, cohort_start, n, cohort_size, retained_on, retained_on_or_after, is_mature)
values
    ('demo', 'day', '2026-05-01', 0, 2, 2, 2, true),
    ('demo', 'day', '2026-05-01', 1, 2, 1, 1, true),
    ('demo', 'day', '2026-05-01', 3, 2, 0, 0, false),
    ('demo', 'week', '2026-04-27', 1, 2, 0, 0, false);

insert into mart.person (project, person_id, first_seen_at, last_seen_at, sessions, events, active_days)
values
    ('demo', 'ann', '2026-05-01 10:00', '2026-05-02 10:00', 3, 4, 2),
    ('demo', 'guest', '2026-05-01 10:00', '2026-05-01 10:00', 1, 1, 1);
