-- daily: one row per UTC day, day of the project's time zone, instance, user and bot flag. Key: these.
select
    e.event_date,
    cast(to_local_ts(e.occurred_at, p.time_zone) as date) as day,
    e.instance_id,
    e.user_id,
    coalesce(e.is_bot, false) as is_bot,
    count(*) as events,
    min(e.occurred_at) as first_at,
    max(e.occurred_at) as last_at,
    max(e.received_at) as last_received_at,
    count(*) filter (where e.received_at > e.occurred_at + interval '24' hour) as late_events,
    max_by(cast(e.traits as varchar), (e.occurred_at, e.event_id)) filter (where e.type = 'identify') as traits,
    max(e.occurred_at) filter (where e.type = 'identify' and e.traits is not null) as traits_at
from written_event e
cross join params p
group by all
