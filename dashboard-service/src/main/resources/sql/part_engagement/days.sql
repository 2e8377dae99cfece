-- days: one row per day of the range with the persons who had a session like that on it and in the 7 and 28 days up to it, null figures where the project has no data. Key: day.
-- A person counts from such a day on for 7 or 28 days, or until the next one, from which on they count by that: so nobody counts twice. New: the first session like that.
with person_day as (
    select person_id, day
    from bi.sessions
    where
        project = :project
        and day <= :to
        and is_counted
        and (:platform = '' or platform = :platform)
        and (:country = '' or country = :country)
        and (:app_version = '' or app_version = :app_version)
    group by person_id, day
),
life as (
    select
        day,
        day - lag(day) over (partition by person_id order by day) as days_since,
        lead(day) over (partition by person_id order by day) - day as days_until
    from person_day
),
-- few rows, however many persons: more than 28 days are as good as never again
alike as (
    select day, days_since is null as is_new, days_since > 28 as is_resurrected, least(coalesce(days_until, 29), 29) as days_until, count(*) as persons
    from life
    where day >= :from::date - 28
    group by 1, 2, 3, 4
),
calendar as (
    select d.day::date as day
    from generate_series(:from::date, :to::date, interval '1 day') as d(day)
),
moved as (
    select day, persons as wau, persons as mau from alike
    union all
    select day + least(days_until, 7), -persons, 0 from alike
    union all
    select day + least(days_until, 28), 0, -persons from alike
    union all
    select day, 0, 0 from calendar
),
rolling as (
    select day, sum(sum(wau)) over (order by day)::bigint as wau, sum(sum(mau)) over (order by day)::bigint as mau
    from moved
    group by day
),
active as (
    select
        day,
        sum(persons)::bigint as active_users,
        coalesce(sum(persons) filter (where is_new), 0)::bigint as new_users,
        coalesce(sum(persons) filter (where is_resurrected), 0)::bigint as resurrected_users
    from alike
    group by day
),
dormant as (
    select day + 28 as day, sum(persons)::bigint as dormant_users
    from alike
    where days_until > 28
    group by day
),
visited as (
    select day, count(*) as sessions, count(*) filter (where is_engaged) as engaged_sessions, sum(duration_seconds)::double precision as total_session_seconds
    from bi.sessions
    where
        project = :project
        and day between :from and :to
        and is_counted
        and (:platform = '' or platform = :platform)
        and (:country = '' or country = :country)
        and (:app_version = '' or app_version = :app_version)
    group by day
),
counted as (
    select
        c.day,
        coalesce(a.active_users, 0) as active_users,
        r.wau,
        r.mau,
        coalesce(a.new_users, 0) as new_users,
        coalesce(a.active_users - a.new_users - a.resurrected_users, 0) as returning_users,
        coalesce(a.resurrected_users, 0) as resurrected_users,
        coalesce(d.dormant_users, 0) as dormant_users,
        coalesce(v.sessions, 0) as sessions,
        coalesce(v.engaged_sessions, 0) as engaged_sessions,
        coalesce(v.total_session_seconds, 0) as total_session_seconds
    from calendar c
    inner join rolling r on r.day = c.day
    left join active a on a.day = c.day
    left join dormant d on d.day = c.day
    left join visited v on v.day = c.day
)
select
    c.day,
    n.active_users,
    n.wau,
    n.mau,
    n.new_users,
    n.returning_users,
    n.resurrected_users,
    n.dormant_users,
    n.active_users::double precision / nullif(n.mau, 0) as stickiness,
    n.sessions,
    n.engaged_sessions,
    n.engaged_sessions::double precision / nullif(n.sessions, 0) as engaged_share,
    n.total_session_seconds,
    k.is_complete
from calendar c
left join bi.daily_activity k on k.project = :project and k.day = c.day
left join counted n on n.day = k.day
order by c.day
