-- sessions: one row per session that started in the range, the latest first, at most 100. Key: session_id.
select
    session_id, person_id, started_at at time zone 'UTC' as started_at, duration_seconds::double precision as duration_seconds, events, pageviews, entry_page, exit_page,
    is_engaged, is_bot, platform, device_type, os_name, browser_name, country, app_version
from bi.sessions
where
    project = :project
    and day between :from and :to
    and (:platform = '' or platform = :platform)
    and (:person = '' or person_id = :person or user_id = :person or instance_id = :person)
    and (:engaged = '' or is_engaged = (:engaged = 'yes'))
order by started_at desc, session_id
limit 100
