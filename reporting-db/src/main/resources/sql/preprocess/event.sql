-- event: one row per event of the affected days, as it will be curated. Key: event_id.
select
    a.event_id, a.type, a.name, a.instance_id, a.group_id, a.previous_id, a.occurred_at, a.received_at, a.sent_at, a.original_timestamp,
    a.clock_correction_ms, a.clock_correction_reason, a.protocol, a.browser, a.ip, a.country, a.city, a.user_agent, a.is_bot, a.page, a.campaign,
    a.context, a.properties, a.traits, a.integrations, a.actor_key, a.event_date, a.raw_object,
    s.user_id, s.signed_in_user_id, s.is_signed_out,
    coalesce(s.library, a.library) as library,
    coalesce(s.app, a.app) as app,
    coalesce(s.device, a.device) as device,
    coalesce(s.os, a.os) as os,
    coalesce(s.screen, a.screen) as screen,
    coalesce(s.locale, a.locale) as locale,
    coalesce(s.language, a.language) as language,
    coalesce(s.timezone, a.timezone) as timezone,
    p.session_id, p.session_start, p.session_index
-- Those that are placed have arrived, and need not be looked for among the suppressed again. Dates, since each is written by itself.
from readable_line a
inner join placed_event p on p.arrived_id = a.arrived_id and p.event_date = a.event_date
inner join stated_event s on s.arrived_id = a.arrived_id and s.event_date = a.event_date
union all
select
    k.event_id, k.type, k.name, k.instance_id, k.group_id, k.previous_id, k.occurred_at, k.received_at, k.sent_at, k.original_timestamp,
    k.clock_correction_ms, k.clock_correction_reason, k.protocol, k.browser, k.ip, k.country, k.city, k.user_agent, k.is_bot, k.page, k.campaign,
    k.context, k.properties, k.traits, k.integrations, k.actor_key, k.event_date, k.raw_object,
    case when s.event_id is null then k.user_id else s.user_id end as user_id,
    case when s.event_id is null then k.signed_in_user_id else s.signed_in_user_id end as signed_in_user_id,
    coalesce(s.is_signed_out, k.is_signed_out) as is_signed_out,
    coalesce(s.library, k.library) as library,
    coalesce(s.app, k.app) as app,
    coalesce(s.device, k.device) as device,
    coalesce(s.os, k.os) as os,
    coalesce(s.screen, k.screen) as screen,
    coalesce(s.locale, k.locale) as locale,
    coalesce(s.language, k.language) as language,
    coalesce(s.timezone, k.timezone) as timezone,
    coalesce(p.session_id, k.session_id) as session_id,
    coalesce(p.session_start, k.session_start) as session_start,
    coalesce(p.session_index, k.session_index) as session_index
from known_event k
left join placed_event p on p.event_id = k.event_id and p.arrived_id = 0
left join stated_event s on s.event_id = k.event_id and s.arrived_id = 0
where k.event_id not in (select event_id from removed)
