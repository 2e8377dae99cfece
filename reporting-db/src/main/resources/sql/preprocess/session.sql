-- session: one row per session that started on an affected day, as it will be curated. Key: session_id.
select
    session_id, actor_key, user_id, signed_in_user_id, is_signed_out, instance_id, started_at, ended_at, events, pageviews, entry_page, exit_page,
    is_engaged, is_bot, platform, device_type, manufacturer, model, os_name, os_version, browser_name, language, country, timezone, app_version,
    campaign_name, campaign_source, campaign_medium, campaign_term, campaign_content, chain_started_at, event_date
from changed_session
union all
select
    s.session_id, s.actor_key, s.user_id, s.signed_in_user_id, s.is_signed_out, s.instance_id, s.started_at, s.ended_at, s.events, s.pageviews,
    s.entry_page, s.exit_page, s.is_engaged, s.is_bot, s.platform, s.device_type, s.manufacturer, s.model, s.os_name, s.os_version, s.browser_name,
    s.language, s.country, s.timezone, s.app_version, s.campaign_name, s.campaign_source, s.campaign_medium,
    s.campaign_term, s.campaign_content, s.chain_started_at, s.event_date
from known_session_detail s
left join island i on i.actor_key = s.actor_key and s.started_at between i.starts_at and i.ends_at
where i.actor_key is null
