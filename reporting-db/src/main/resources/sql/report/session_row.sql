-- session_row: one row per session of the changed days, as mart.session holds it. Key: session_id.
select
    p.project,
    s.session_id,
    left(coalesce(s.instance_id, s.user_id), 512) as actor_id,
    left(s.user_id, 512) as user_id,
    left(s.instance_id, 512) as instance_id,
    s.started_at,
    s.ended_at,
    cast((epoch_us_of(s.ended_at) - epoch_us_of(s.started_at)) / 1000000.0 as decimal(14, 6)) as duration_seconds,
    s.events,
    s.pageviews,
    left(s.entry_page, 1024) as entry_page,
    left(s.exit_page, 1024) as exit_page,
    s.is_engaged,
    not s.is_engaged as is_bounce,
    s.is_bot,
    s.platform,
    left(s.device_type, 64) as device_type,
    left(s.manufacturer, 128) as manufacturer,
    left(s.model, 128) as model,
    left(s.os_name, 64) as os_name,
    left(s.os_version, 64) as os_version,
    left(s.browser_name, 64) as browser_name,
    left(s.language, 35) as language,
    -- shorter than its column: with the longest person and version, of four bytes a character, it must fit into a row of an index
    left(s.country, 64) as country,
    left(s.timezone, 64) as timezone,
    left(s.app_version, 64) as app_version,
    left(s.campaign_name, 255) as campaign_name,
    left(s.campaign_source, 255) as campaign_source,
    left(s.campaign_medium, 255) as campaign_medium,
    left(s.campaign_term, 255) as campaign_term,
    left(s.campaign_content, 255) as campaign_content,
    left(coalesce(i.person_id, s.user_id, s.signed_in_user_id, s.instance_id), 512) as person_id,
    cast(to_local_ts(s.started_at, p.time_zone) as date) as day,
    p.includes_bots or not s.is_bot as is_counted,
    s.event_date
from session s
left join identity i on i.identity_key = identity_key(coalesce(s.user_id, s.signed_in_user_id), s.instance_id, s.is_signed_out)
cross join params p
where s.event_date in (select event_date from changed_session_date)
