-- session: one row per session that started on an affected day, as it will be curated. Key: session_id.
select * from changed_session
union all by name
select s.*
from known_session_detail s
left join island i on i.actor_key = s.actor_key and s.started_at between i.starts_at and i.ends_at
where i.actor_key is null
