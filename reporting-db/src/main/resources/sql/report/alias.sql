-- alias: one row per id that an alias joined to a person. Key: previous_id.
-- The last alias of an id counts. Chains are followed for 64 steps; in a ring the person is whom its last alias names.
with recursive edge as (
    select previous_id, max_by(user_id, (said_at, event_id)) as next_id, max(said_at) as said_at
    from statement
    where kind = 'alias'
    group by previous_id
),
walk as (
    select previous_id, next_id as reached_id, said_at, 1 as steps
    from edge
    union all
    select w.previous_id, e.next_id, e.said_at, w.steps + 1
    from walk w
    inner join edge e on e.previous_id = w.reached_id
    where w.steps < 64
),
stop as (
    select w.*, e.previous_id is null as is_end
    from walk w
    left join edge e on e.previous_id = w.reached_id
)
select
    previous_id,
    -- after half of the steps a walk without an end is in its ring
    coalesce(any_value(reached_id) filter (where is_end), max_by(reached_id, (said_at, reached_id)) filter (where steps > 32)) as person_id
from stop
group by previous_id
