-- device_daily: one row per affected day, dimension and value. Key: these.
-- What runs on a server is no device: its machine, system and browser are not counted.
with on_device as (
    select * from reported_event where device_type is distinct from 'server'
),
valued as (
    select day, person_id, session_id, 'device_type' as dimension, device_type as value from on_device
    union all
    select day, person_id, session_id, 'platform', platform from reported_event
    union all
    select day, person_id, session_id, 'os', os from on_device
    union all
    select day, person_id, session_id, 'browser', browser from on_device
    union all
    select day, person_id, session_id, 'model', model from on_device
    union all
    select day, person_id, session_id, 'country', country from reported_event
    union all
    select day, person_id, session_id, 'language', language from reported_event
    union all
    select day, person_id, session_id, 'app_version', app_version from reported_event
)
select
    p.project,
    v.day,
    v.dimension,
    left(coalesce(v.value, '(unknown)'), 255) as value,
    count(distinct v.person_id) as users,
    count(distinct v.session_id) as sessions,
    count(*) as events
from valued v
cross join params p
group by all
