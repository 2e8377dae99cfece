-- totals: one row for the sessions of the range that were chosen. Key: none.
select count(*) as sessions, count(distinct person_id) as persons, count(*) filter (where is_engaged) as engaged_sessions
from bi.sessions
where
    project = :project
    and day between :from and :to
    and (:platform = '' or platform = :platform)
    and (:person = '' or person_id = :person or user_id = :person or instance_id = :person)
    and (:engaged = '' or is_engaged = (:engaged = 'yes'))
