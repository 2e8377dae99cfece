-- claim: one row per copy of an event of which a copy arrived, arrived or curated. Key: event_id, arrived_id.
-- The first received is the event, the others are duplicates: claim_place 1 wins. Curated copies have arrived_id 0.
with copies as (
    select event_id, received_at, arrived_id, event_date, actor_key, occurred_at, raw_object
    from arrived
    union all
    select event_id, received_at, 0 as arrived_id, event_date, actor_key, occurred_at, raw_object
    from known_copy
),
repeated as (
    -- they are few, and only they need to be compared
    select event_id
    from (select event_id from arrived union all select event_id from known_copy) id
    group by event_id
    having count(*) > 1
),
compared as (
    select
        c.*,
        row_number() over (
            partition by c.event_id
            -- the content decides between different events that came with one id in one request; of equal ones the first object counts
            order by
                c.received_at,
                case when a.arrived_id is null then '' else sha256_hex(coalesce(a.name, '') || coalesce(cast(a.properties as string), '')) end,
                c.occurred_at, c.raw_object nulls last, c.arrived_id
        ) as claim_place
    from copies c
    inner join repeated r on r.event_id = c.event_id
    left join arrived a on a.arrived_id = c.arrived_id
)
select *
from compared
union all
select *, 1 as claim_place
from copies
where event_id not in (select event_id from repeated)
