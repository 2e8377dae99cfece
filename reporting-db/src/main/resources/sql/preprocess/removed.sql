-- removed: one row per curated event that an earlier received copy now replaces, whose object is read again, or whose person is erased. Key: event_id.
select event_id, actor_key, occurred_at, event_date, raw_object
from claim
where arrived_id = 0 and claim_place > 1
union all
select event_id, actor_key, occurred_at, event_date, raw_object
from known_event_id
where raw_object in (select object_key from read_again) or event_id in (select event_id from erased_event)
