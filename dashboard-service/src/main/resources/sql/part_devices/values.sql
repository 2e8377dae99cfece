-- values: one row per value that the sessions of the part have in the range, the most frequent first, at most 100. Key: value.
-- What runs on a server is no device: its machine, system and browser are not counted.
-- Persons of several days must not be added: users_per_day is the average over all days of the range.
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
        and is_counted
        and (:dimension not in ('device_type', 'os', 'browser', 'model') or device_type is distinct from 'server')
        and (:platform = '' or platform = :platform)
        and (:country = '' or country = :country)
        and (:app_version = '' or app_version = :app_version)
),
person_day as (
    -- day by day, since persons of a day fit into memory and those of all days do not
    select p.value, p.events
    from generate_series(:from::date, :to::date, interval '1 day') as d(day)
    cross join lateral (
        select value, sum(events)::bigint as events
        from said
        where said.day = d.day::date
        group by value, person_id
    ) p
)
select
    value,
    sum(events)::bigint as events,
    count(*)::double precision / (:to::date - :from::date + 1) as users_per_day,
    sum(sum(events)) over ()::bigint as all_events,
    count(*) over () as all_values
from person_day
group by value
order by sum(events) desc, value
limit 100
