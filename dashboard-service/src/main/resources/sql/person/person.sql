-- person: at most one row, the person. Key: person_id.
select
    person_id, first_seen_at at time zone 'UTC' as first_seen_at, last_seen_at at time zone 'UTC' as last_seen_at, sessions, events, active_days, platform, country, traits::text as traits
from bi.users
where project = :project and person_id = :person
