-- sessions: one row per session, by the UTC date of its start. Key: project, session_id. What files of earlier versions lack is null.
select
    cast(null as string) as session_id, cast(null as string) as actor_key, cast(null as string) as user_id, cast(null as string) as instance_id,
    cast(null as timestamp) as started_at, cast(null as timestamp) as ended_at, cast(null as bigint) as events, cast(null as bigint) as pageviews,
    cast(null as string) as entry_page, cast(null as string) as exit_page, cast(null as boolean) as is_engaged, cast(null as boolean) as is_bot,
    cast(null as string) as platform, cast(null as string) as device_type, cast(null as string) as manufacturer, cast(null as string) as model,
    cast(null as string) as os_name, cast(null as string) as os_version, cast(null as string) as browser_name, cast(null as string) as language,
    cast(null as string) as country, cast(null as string) as timezone, cast(null as string) as app_version,
    cast(null as string) as campaign_name, cast(null as string) as campaign_source, cast(null as string) as campaign_medium,
    cast(null as string) as campaign_term, cast(null as string) as campaign_content,
    cast(null as date) as event_date,
    -- as of its last event
    cast(null as string) as signed_in_user_id, cast(null as boolean) as is_signed_out,
    -- of the events without a gap that it is a part of: a long chain is cut into several sessions
    cast(null as timestamp) as chain_started_at
limit 0
