-- sessions: one row per session that started in the range, the latest first, at most 100. Key: session_id.
select
    session_id, person_id, started_at at time zone 'UTC' as started_at, duration_seconds::double precision as duration_seconds, events, pageviews, entry_page, exit_page,
    is_engaged, is_bot, platform, device_type, os_name, browser_name, country, app_version
from bi.sessions s
where
    project = :project
    and day between :from and :to
    -- for the index by time: days of a time zone are within a day of those of UTC
    and started_at between :from::date - 1 and :to::date + 2
    and (:platform = '' or platform = :platform)
    and (:country = '' or country = :country)
    and (:app_version = '' or app_version = :app_version)
    and (:person = '' or person_id = :person or user_id = :person or instance_id = :person)
    and (:engaged = '' or is_engaged = (:engaged = 'yes'))
order by s.started_at desc, session_id
limit 100
