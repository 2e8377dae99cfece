-- event: one row per event of the affected days, as it will be curated. Key: event_id.
select * from session_event
union all by name
select k.*
from known_event k
left join island i on i.actor_key = k.actor_key and k.occurred_at between i.starts_at and i.ends_at
where i.actor_key is null and k.event_id not in (select event_id from removed)
