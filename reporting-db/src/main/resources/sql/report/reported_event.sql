-- reported_event: one row per event of the affected days whose events are kept that reports count, with its person and day. Key: event_id.
select
    e.event_id, e.type, e.name, e.session_id,
    coalesce(i.person_id, e.signed_in_user_id, e.user_id, e.instance_id) as person_id,
    cast(to_local_ts(e.occurred_at, p.time_zone) as date) as day,
    e.device.type as device_type,
    platform_of(e.browser.name, e.library.name, e.os.name, e.device.type) as platform,
    e.os.name as os,
    e.browser.name as browser,
    e.device.model as model,
    e.country,
    e.language,
    e.app.version as app_version
from event e
left join identity i on i.identity_key = identity_key(coalesce(e.signed_in_user_id, e.user_id), e.instance_id, e.is_signed_out)
cross join params p
where (p.includes_bots or not coalesce(e.is_bot, false))
    and cast(to_local_ts(e.occurred_at, p.time_zone) as date) in (select day from event_day)
