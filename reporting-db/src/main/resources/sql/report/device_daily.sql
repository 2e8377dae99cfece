-- device_daily: one row per affected day, dimension and value. Key: these.
-- What runs on a server is no device: its machine, system and browser are not counted.
with used as (
    -- few rows, as all events of a session mostly come from one device
    select day, person_id, session_id, device_type, platform, os, browser, model, country, language, app_version, count(*) as events
    from reported_event
    group by all
),
on_device as (
    select * from used where device_type is distinct from 'server'
),
valued as (
    select day, person_id, session_id, 'device_type' as dimension, device_type as value, events from on_device
    union all
    select day, person_id, session_id, 'platform', platform, events from used
    union all
    select day, person_id, session_id, 'os', os, events from on_device
    union all
    select day, person_id, session_id, 'browser', browser, events from on_device
    union all
    select day, person_id, session_id, 'model', model, events from on_device
    union all
    select day, person_id, session_id, 'country', country, events from used
    union all
    select day, person_id, session_id, 'language', language, events from used
    union all
    select day, person_id, session_id, 'app_version', app_version, events from used
)
select
    p.project,
    v.day,
    v.dimension,
    left(coalesce(v.value, '(unknown)'), 255) as value,
    count(distinct v.person_id) as users,
    count(distinct v.session_id) as sessions,
    cast(sum(v.events) as bigint) as events
from valued v
cross join params p
group by all
