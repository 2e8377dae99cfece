-- daily: one row per UTC day, day of the project's time zone, instance, signed-in user, sign-out and bot flag. Key: these.
select
    e.event_date,
    cast(to_local_ts(e.occurred_at, p.time_zone) as date) as day,
    e.instance_id,
    e.signed_in_user_id as user_id,
    e.is_signed_out,
    coalesce(e.is_bot, false) as is_bot,
    count(*) as events,
    min(e.occurred_at) as first_at,
    max(e.occurred_at) as last_at,
    max(e.received_at) as last_received_at,
    count(*) filter (where e.received_at > e.occurred_at + interval '24' hour) as late_events,
    count(*) filter (where e.received_at > e.occurred_at + interval '1' minute and e.received_at <= e.occurred_at + interval '1' hour) as late_1m_1h_events,
    count(*) filter (where e.received_at > e.occurred_at + interval '1' hour and e.received_at <= e.occurred_at + interval '24' hour) as late_1h_1d_events,
    count(*) filter (where e.received_at > e.occurred_at + interval '24' hour and e.received_at <= e.occurred_at + interval '168' hour) as late_1d_7d_events,
    count(*) filter (where e.received_at > e.occurred_at + interval '168' hour) as late_over_7d_events,
    max_by(cast(e.traits as string), (e.occurred_at, e.event_id)) filter (where e.type = 'identify' and e.traits is not null) as traits,
    max(e.occurred_at) filter (where e.type = 'identify' and e.traits is not null) as traits_at
from written_event e
cross join params p
group by all
