-- totals: one row for the sessions of the range that were chosen. Key: none.
with person as (
    select count(*) as sessions, count(*) filter (where is_engaged) as engaged_sessions
    from bi.sessions
    where
        project = :project
        and day between :from and :to
        and (:platform = '' or platform = :platform)
        and (:country = '' or country = :country)
        and (:app_version = '' or app_version = :app_version)
        and (:person = '' or person_id = :person or user_id = :person or instance_id = :person)
        and (:engaged = '' or is_engaged = (:engaged = 'yes'))
    group by person_id
)
select coalesce(sum(sessions), 0)::bigint as sessions, count(*) as persons, coalesce(sum(engaged_sessions), 0)::bigint as engaged_sessions
from person
