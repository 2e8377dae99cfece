-- sessions: one row per session that started in the range, the latest first, at most 100. Key: session_id.
-- Those that pass the filters are found by an index that has what the filters ask for; of those alone the rest is read.
with chosen as (
    select session_id, started_at
    from bi.sessions
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
    order by started_at desc, session_id
    limit 100
)
select
    session_id, s.person_id, s.started_at at time zone 'UTC' as started_at, s.duration_seconds::double precision as duration_seconds, s.events, s.pageviews, s.entry_page, s.exit_page,
    s.is_engaged, s.is_bot, s.platform, s.device_type, s.os_name, s.browser_name, s.country, s.app_version
from chosen c
inner join bi.sessions s using (session_id)
where s.project = :project
order by c.started_at desc, session_id
