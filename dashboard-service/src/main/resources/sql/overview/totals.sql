-- totals: one row for a project and a range of days. Key: none.
-- Distinct persons do not add up over days: each is counted on the first of their days in the range.
with daily as (
    select
        coalesce(sum(new_users), 0)::bigint as new_users,
        coalesce(sum(sessions), 0)::bigint as sessions,
        coalesce(sum(events), 0)::bigint as events
    from bi.daily_activity
    where project = :project and day between :from and :to
),
person as (
    select coalesce(sum(users), 0)::bigint as active_users
    from bi.activity_gaps
    where project = :project and day between :from and :to and (previous_day is null or previous_day < :from)
),
counted as (
    select count(*) as sessions
    from bi.sessions
    where project = :project and day between :from and :to and is_counted
),
-- the session in the middle, or the two of an even number
middle as (
    select duration_seconds
    from bi.sessions
    where project = :project and day between :from and :to and is_counted
    order by duration_seconds
    offset (select (sessions - 1) / 2 from counted where sessions > 0)
    limit (select 2 - sessions % 2 from counted)
)
select p.active_users, d.new_users, d.sessions, d.events, m.median_session_seconds
from daily d
cross join person p
cross join (select avg(duration_seconds)::double precision as median_session_seconds from middle) m
