-- added: one row per event that this run adds to the curated data. Key: event_id.
select event_id, arrived_id, actor_key, occurred_at, event_date
from claim
where arrived_id > 0 and claim_place = 1
