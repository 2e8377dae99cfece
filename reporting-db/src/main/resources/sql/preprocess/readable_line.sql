-- readable_line: one row per readable line of the new raw objects, copies of one event included. Key: arrived_id, which the engine adds: it numbers the rows from 1.
select
    l.* except (file),
    coalesce('i:' || l.instance_id, 'u:' || l.user_id) as actor_key,
    cast(l.occurred_at as date) as event_date,
    f.object_key as raw_object
from raw_line l
inner join raw_file f on f.file = l.file
where l.event_id is not null and l.occurred_at is not null and l.received_at is not null
