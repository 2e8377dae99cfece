-- removed: one row per curated event that an earlier received copy now replaces. Key: event_id.
select event_id, actor_key, occurred_at, event_date
from claim
where arrived_id = 0 and claim_place > 1
