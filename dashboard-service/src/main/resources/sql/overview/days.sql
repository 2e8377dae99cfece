-- days: one row per day of the range, null figures where the project has no data yet or any more. Key: day.
select
    d.day::date as day,
    a.active_users,
    a.wau,
    a.mau,
    a.sessions,
    a.events,
    a.is_complete
from generate_series(:from::date, :to::date, interval '1 day') as d(day)
left join bi.daily_activity a on a.project = :project and a.day = d.day::date
order by d.day
