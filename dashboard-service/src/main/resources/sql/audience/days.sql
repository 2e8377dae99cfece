-- days: one row per day of the range with those of its sessions that were chosen, null figures where the project has no data. Key: day.
with chosen as (
    select
        day,
        count(distinct person_id) as active_users,
        count(*) as sessions,
        sum(events)::bigint as events,
        (count(*) filter (where is_engaged))::double precision / count(*) as engaged_share
    from bi.sessions
    where
        project = :project
        and day between :from and :to
        and is_counted
        and (:platform = '' or platform = :platform)
        and (:country = '' or country = :country)
        and (:app_version = '' or app_version = :app_version)
    group by day
)
select
    d.day::date as day,
    case when a.day is not null then coalesce(c.active_users, 0) end as active_users,
    case when a.day is not null then coalesce(c.sessions, 0) end as sessions,
    case when a.day is not null then coalesce(c.events, 0) end as events,
    c.engaged_share,
    a.is_complete
from generate_series(:from::date, :to::date, interval '1 day') as d(day)
left join bi.daily_activity a on a.project = :project and a.day = d.day::date
left join chosen c on c.day = d.day::date
order by d.day
