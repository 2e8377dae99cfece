-- person_session: one row per session that reports count, with its person and the day of its start. Key: session_id.
select
    s.session_id,
    coalesce(s.user_id, i.user_id, s.instance_id) as person_id,
    cast(to_local_ts(s.started_at, p.time_zone) as date) as day,
    s.started_at,
    (epoch_us_of(s.ended_at) - epoch_us_of(s.started_at)) / 1000000.0 as duration_seconds,
    s.is_engaged,
    s.platform,
    s.country
from session s
left join identity_day i on i.instance_id = s.instance_id and i.event_date = s.event_date and s.user_id is null
cross join params p
where p.includes_bots or not s.is_bot
