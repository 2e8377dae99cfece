-- claim: one row per copy of an event of which a copy arrived, arrived or curated. Key: event_id, arrived_id.
-- The first received is the event, the others are duplicates: claim_place 1 wins. Curated copies have arrived_id 0; those of objects that are read again do not count.
-- The content decides between different events that came with one id at one moment. Of curated ones it is read only then.
with known_copy as (
    select k.event_id, k.received_at, k.event_date, k.actor_key, k.occurred_at, k.raw_object
    from known_event_id k
    where k.event_id in (select event_id from arrived) and coalesce(k.raw_object, '') not in (select object_key from read_again)
),
contested as (
    select distinct k.event_id
    from known_copy k
    inner join arrived a on a.event_id = k.event_id and a.received_at = k.received_at
),
known_content as (
    select k.event_id, sha256_hex(coalesce(k.name, '') || coalesce(cast(k.properties as string), '')) as content
    from known_event_id k
    where k.event_id in (select event_id from contested)
),
copies as (
    select
        event_id, received_at, arrived_id, event_date, actor_key, occurred_at, raw_object,
        sha256_hex(coalesce(name, '') || coalesce(cast(properties as string), '')) as content
    from arrived
    union all
    select k.event_id, k.received_at, 0 as arrived_id, k.event_date, k.actor_key, k.occurred_at, k.raw_object, coalesce(c.content, '') as content
    from known_copy k
    left join known_content c on c.event_id = k.event_id
)
select
    event_id, received_at, arrived_id, event_date, actor_key, occurred_at, raw_object,
    row_number() over (partition by event_id order by received_at, content, occurred_at, arrived_id) as claim_place
from copies
