-- claim: one row per copy of an event of which a copy arrived, arrived or curated. Key: event_id, arrived_id.
-- The first received is the event, the others are duplicates: claim_place 1 wins. Curated copies have arrived_id 0.
with copies as (
    select event_id, received_at, arrived_id, event_date, actor_key, occurred_at from arrived
    union all
    select k.event_id, k.received_at, 0 as arrived_id, k.event_date, k.actor_key, k.occurred_at
    from known_event_id k
    where k.event_id in (select event_id from arrived)
)
select *, row_number() over (partition by event_id order by received_at, arrived_id) as claim_place
from copies
