-- totals: one row for a project and a range of days. Key: none.
-- Distinct persons do not add up over days. daily_activity has the exact figure of the 1, 7 and 28 days that end on a day; for
-- any other range, and for days beyond the data, persons are counted over the sessions that started in it (UTC days, no bots).
with daily as (
    select
        coalesce(sum(new_users), 0)::bigint as new_users,
        coalesce(sum(sessions), 0)::bigint as sessions,
        coalesce(sum(events), 0)::bigint as events,
        max(case :days when 1 then active_users when 7 then wau when 28 then mau end) filter (where day = :to) as exact_users
    from bi.daily_activity
    where project = :project and day between :from and :to
),
started as (
    select
        count(distinct coalesce(user_id, instance_id)) as users,
        percentile_cont(0.5) within group (order by duration_seconds::double precision) as median_session_seconds
    from bi.sessions
    where project = :project and started_at >= :from and started_at < :to + 1 and not is_bot
)
select
    coalesce(d.exact_users, s.users) as active_users,
    d.exact_users is not null as is_exact,
    d.new_users,
    d.sessions,
    d.events,
    s.median_session_seconds
from daily d
cross join started s
