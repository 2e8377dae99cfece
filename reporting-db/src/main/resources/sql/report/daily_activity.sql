-- daily_activity: one row per day from the first day with events to the last. Key: day.
with bounds as (
    select min(day) as first_day, max(day) as last_day from activity
),
calendar as (
    select add_days(b.first_day, n.n) as day
    from bounds b
    inner join number n on n.n <= days_between(b.first_day, b.last_day)
),
life as (
    select
        person_id, day, events,
        lag(day) over (partition by person_id order by day) as previous_day,
        lead(day) over (partition by person_id order by day) as next_day
    from activity
),
active as (
    select
        day,
        count(*) as active_users,
        count(*) filter (where previous_day is null) as new_users,
        count(*) filter (where days_between(previous_day, day) <= 28) as returning_users,
        count(*) filter (where days_between(previous_day, day) > 28) as resurrected_users,
        sum(events) as events
    from life
    group by day
),
dormant as (
    select add_days(day, 28) as day, count(*) as dormant_users
    from life
    where next_day is null or days_between(day, next_day) > 28
    group by all
),
-- Somebody who was there on a day counts from then on until they are there again, or the window has passed: so everybody counts once.
coming as (
    select day, 1 as week, 1 as month from life
    union all
    select least(coalesce(next_day, add_days(day, 7)), add_days(day, 7)), -1, 0 from life
    union all
    select least(coalesce(next_day, add_days(day, 28)), add_days(day, 28)), 0, -1 from life
),
came as (
    select day, sum(week) as week, sum(month) as month from coming group by day
),
rolling as (
    select
        c.day,
        cast(sum(a.week) over (order by c.day rows unbounded preceding) as bigint) as wau,
        cast(sum(a.month) over (order by c.day rows unbounded preceding) as bigint) as mau
    from calendar c
    left join came a on a.day = c.day
),
session_day as (
    select
        day,
        count(*) as sessions,
        count(*) filter (where is_engaged) as engaged_sessions,
        sum(duration_us) as total_us,
        percentile_cont(0.5) within group (order by duration_us) as median_us
    from person_session
    group by day
)
select
    p.project,
    c.day,
    coalesce(a.active_users, 0) as active_users,
    coalesce(a.new_users, 0) as new_users,
    coalesce(a.returning_users, 0) as returning_users,
    coalesce(a.resurrected_users, 0) as resurrected_users,
    coalesce(d.dormant_users, 0) as dormant_users,
    coalesce(r.wau, 0) as wau,
    coalesce(r.mau, 0) as mau,
    coalesce(s.sessions, 0) as sessions,
    coalesce(s.engaged_sessions, 0) as engaged_sessions,
    coalesce(s.sessions - s.engaged_sessions, 0) as bounced_sessions,
    coalesce(a.events, 0) as events,
    cast(coalesce(s.total_us, 0) / 1000000.0 as decimal(18, 6)) as total_session_seconds,
    cast(round(s.median_us) / 1000000 as decimal(14, 6)) as median_session_seconds,
    to_utc_ts(cast(add_days(c.day, 1) as timestamp), p.time_zone) <= f.complete_until as is_complete
from calendar c
cross join params p
cross join freshness f
left join active a on a.day = c.day
left join dormant d on d.day = c.day
left join rolling r on r.day = c.day
left join session_day s on s.day = c.day
