-- affected_session_date: one row per UTC day of session starts that this run writes again. Key: event_date.
select distinct s.event_date
from known_session s
inner join island i on i.actor_key = s.actor_key and s.started_at between i.starts_at and i.ends_at
union
select event_date from changed_session
