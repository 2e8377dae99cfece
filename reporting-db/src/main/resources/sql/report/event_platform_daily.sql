-- event_platform_daily: one row per affected day, platform, event name and type. Key: these.
select
    p.project,
    e.day,
    coalesce(e.platform, '(unknown)') as platform,
    left(coalesce(e.name, '(none)'), 255) as event_name,
    e.type,
    count(*) as events,
    count(distinct e.person_id) as users,
    count(distinct e.session_id) as sessions
from reported_event e
cross join params p
group by all
