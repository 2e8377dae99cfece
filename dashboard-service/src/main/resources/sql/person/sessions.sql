-- sessions: one row per session of the person that started in the range, the latest first, at most 500. Key: session_id.
select
    session_id, day, started_at at time zone 'UTC' as started_at, ended_at at time zone 'UTC' as ended_at, duration_seconds::double precision as duration_seconds, events, pageviews,
    entry_page, exit_page, is_engaged, platform, device_type, os_name, browser_name, country, app_version, campaign_source
from bi.sessions s
where project = :project and person_id = :person and day between :from and :to
order by day desc, s.started_at desc, session_id
limit 500
