-- days: one row per day of the range for one event on the platform, 0 where it did not happen. Key: day.
select
    d.day::date as day,
    coalesce(e.events, 0)::bigint as events,
    coalesce(e.users, 0)::bigint as users,
    coalesce(e.sessions, 0)::bigint as sessions,
    a.is_complete
from generate_series(:from::date, :to::date, interval '1 day') as d(day)
left join bi.event_platforms_daily e on e.project = :project and e.day = d.day::date and e.platform = :platform and e.event_name = :name and e.type = :type
left join bi.daily_activity a on a.project = :project and a.day = d.day::date
order by d.day
