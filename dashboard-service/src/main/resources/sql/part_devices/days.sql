-- days: one row per day and value, of the five most frequent values that the sessions of the part have in the range. Key: day, value.
-- What runs on a server is no device: its machine, system and browser are not counted.
with said as (
    select
        day,
        person_id,
        events,
        coalesce(
            case :dimension
                when 'device_type' then device_type
                when 'platform' then platform
                when 'os' then os_name
                when 'browser' then browser_name
                when 'model' then model
                when 'country' then country
                when 'language' then language
                when 'app_version' then app_version
            end,
            '(unknown)') as value
    from bi.sessions
    where
        project = :project
        and day between :from and :to
        and is_counted
        and (:dimension not in ('device_type', 'os', 'browser', 'model') or device_type is distinct from 'server')
        and (:platform = '' or platform = :platform)
        and (:country = '' or country = :country)
        and (:app_version = '' or app_version = :app_version)
),
top as (
    select value, row_number() over (order by sum(events) desc, value) as place
    from said
    group by value
    order by sum(events) desc, value
    limit 5
),
counted as (
    select value, day, count(distinct person_id) as users
    from said
    where value in (select value from top)
    group by value, day
)
select d.day::date as day, t.place, t.value, coalesce(c.users, 0)::bigint as users
from generate_series(:from::date, :to::date, interval '1 day') as d(day)
cross join top t
left join counted c on c.day = d.day::date and c.value = t.value
order by d.day, t.place
