-- removed: one row per curated event that an earlier received copy now replaces, whose object is read again, or whose person is erased. Key: event_id.
-- Joins, since nothing is looked for where nothing is read again and nobody erased.
select event_id, actor_key, occurred_at, event_date, raw_object
from claim
where arrived_id = 0 and claim_place > 1
union all
select event_id, actor_key, occurred_at, event_date, raw_object
from (
    select k.event_id, k.actor_key, k.occurred_at, k.event_date, k.raw_object
    from known_event_id k
    inner join read_again r on r.object_key = k.raw_object
    -- lines of days before the horizon do not come again
    where k.event_date >= (select first_day from horizon)
    union
    select k.event_id, k.actor_key, k.occurred_at, k.event_date, k.raw_object
    from known_event_id k
    inner join erased_event e on e.event_id = k.event_id
) gone
