-- claim: one row per copy of an event of which a copy arrived, arrived or curated. Key: event_id, arrived_id.
-- The first received is the event, the others are duplicates: claim_place 1 wins. Curated copies have arrived_id 0; those of objects that are read again do not count.
with copies as (
    select
        event_id, received_at, arrived_id, event_date, actor_key, occurred_at, raw_object,
        -- decides between different events that came with one id in one request
        sha256_hex(coalesce(name, '') || coalesce(cast(properties as varchar), '')) as content
    from arrived
    union all
    select k.event_id, k.received_at, 0 as arrived_id, k.event_date, k.actor_key, k.occurred_at, k.raw_object, '' as content
    from known_event_id k
    where k.event_id in (select event_id from arrived) and coalesce(k.raw_object, '') not in (select object_key from read_again)
)
select
    event_id, received_at, arrived_id, event_date, actor_key, occurred_at, raw_object,
    row_number() over (partition by event_id order by received_at, content, occurred_at, arrived_id) as claim_place
from copies
