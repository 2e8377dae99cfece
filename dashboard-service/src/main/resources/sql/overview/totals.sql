-- totals: one row for a project and a range of days. Key: none.
-- Distinct persons do not add up over days, so they are counted over the whole range.
with daily as (
    select
        coalesce(sum(new_users), 0)::bigint as new_users,
        coalesce(sum(sessions), 0)::bigint as sessions,
        coalesce(sum(events), 0)::bigint as events
    from bi.daily_activity
    where project = :project and day between :from and :to
),
person as (
    select count(distinct person_id) as active_users
    from bi.person_days
    where project = :project and day between :from and :to
),
started as (
    select percentile_cont(0.5) within group (order by duration_seconds::double precision) as median_session_seconds
    from bi.sessions
    where project = :project and day between :from and :to and is_counted
)
select p.active_users, d.new_users, d.sessions, d.events, s.median_session_seconds
from daily d
cross join person p
cross join started s
