-- sessions: one row per session, by the UTC date of its start. Key: project, session_id. What files of earlier versions lack is null.
select
    cast(null as varchar) as session_id, cast(null as varchar) as actor_key, cast(null as varchar) as user_id, cast(null as varchar) as instance_id,
    cast(null as timestamp) as started_at, cast(null as timestamp) as ended_at, cast(null as bigint) as events, cast(null as bigint) as pageviews,
    cast(null as varchar) as entry_page, cast(null as varchar) as exit_page, cast(null as boolean) as is_engaged, cast(null as boolean) as is_bot,
    cast(null as varchar) as platform, cast(null as varchar) as device_type, cast(null as varchar) as manufacturer, cast(null as varchar) as model,
    cast(null as varchar) as os_name, cast(null as varchar) as os_version, cast(null as varchar) as browser_name, cast(null as varchar) as language,
    cast(null as varchar) as country, cast(null as varchar) as timezone, cast(null as varchar) as app_version,
    cast(null as varchar) as campaign_name, cast(null as varchar) as campaign_source, cast(null as varchar) as campaign_medium,
    cast(null as date) as event_date,
    -- as of its last event
    cast(null as varchar) as signed_in_user_id, cast(null as boolean) as is_signed_out
limit 0
