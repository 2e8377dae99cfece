-- person_session: one row per session that reports count, with its person and the day of its start. Key: session_id.
select
    s.session_id,
    coalesce(i.person_id, s.user_id, s.signed_in_user_id, s.instance_id) as person_id,
    cast(to_local_ts(s.started_at, p.time_zone) as date) as day,
    s.started_at,
    epoch_us_of(s.ended_at) - epoch_us_of(s.started_at) as duration_us,
    s.is_engaged,
    s.platform,
    s.country,
    s.app_version
from session s
left join identity i on i.identity_key = identity_key(coalesce(s.user_id, s.signed_in_user_id), s.instance_id, s.is_signed_out)
cross join params p
where p.includes_bots or not s.is_bot
