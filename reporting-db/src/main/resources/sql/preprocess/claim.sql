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
            -- at one microsecond the place in the stream decides, the name of the object; within an object, all of whose lines arrive together, the content
            order by
                c.received_at, c.raw_object nulls first,
                sha256_hex(
                    concat_ws(
                        '|', coalesce(a.name, ''), coalesce(cast(a.properties as string), ''), coalesce(a.type, ''), coalesce(a.instance_id, ''),
                        coalesce(a.user_id, ''), coalesce(a.group_id, ''), coalesce(a.previous_id, ''), coalesce(cast(a.context as string), ''),
                        coalesce(cast(a.traits as string), ''), coalesce(cast(a.integrations as string), ''), coalesce(a.ip, '')
                    )
                ),
                c.occurred_at, c.arrived_id
        ) as claim_place
    from copies c
    inner join repeated r on r.event_id = c.event_id
    left join arrived a on a.arrived_id = c.arrived_id
)
select *
from compared
union all
-- no "not in": Spark compares each row with each where what is not in is large
select c.*, 1 as claim_place
from copies c
left join repeated r on r.event_id = c.event_id
where r.event_id is null
