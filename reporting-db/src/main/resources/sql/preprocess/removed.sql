-- removed: one row per curated event that an earlier received copy now replaces, or whose object is read again. Key: event_id.
select event_id, actor_key, occurred_at, event_date
from claim
where arrived_id = 0 and claim_place > 1
union all
select event_id, actor_key, occurred_at, event_date
from known_event_id
where raw_object in (select object_key from read_again)
