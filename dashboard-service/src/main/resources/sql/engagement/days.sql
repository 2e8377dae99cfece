-- days: one row per day of the range, null figures where the project has no data yet or any more. Key: day.
select
    d.day::date as day,
    a.active_users,
    a.wau,
    a.mau,
    a.new_users,
    a.returning_users,
    a.resurrected_users,
    a.dormant_users,
    a.active_users::double precision / nullif(a.mau, 0) as stickiness,
    a.sessions,
    a.engaged_sessions,
    a.engaged_sessions::double precision / nullif(a.sessions, 0) as engaged_share,
    a.total_session_seconds::double precision as total_session_seconds,
    a.is_complete
from generate_series(:from::date, :to::date, interval '1 day') as d(day)
left join bi.daily_activity a on a.project = :project and a.day = d.day::date
order by d.day
