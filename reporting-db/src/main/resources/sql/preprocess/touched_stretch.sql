-- touched_stretch: one row per stretch of an actor's time of which something else now holds, since something was said at its beginning, or no longer is. Key: none.
-- It ends where the instance says something next. Before its first description an instance is what that one says.
with said as (
    select a.actor_key, 'user' as kind, a.occurred_at as said_at, says_user(r.protocol, r.type, r.name, r.instance_id, r.user_id) as says, true as is_new
    from added a
    inner join arrived r on r.arrived_id = a.arrived_id
    where says_user(r.protocol, r.type, r.name, r.instance_id, r.user_id) is not null
    union all
    select a.actor_key, 'description', a.occurred_at, cast(null as string), true
    from added a
    inner join arrived r on r.arrived_id = a.arrived_id
    where describes(r.protocol, r.name)
    union all
    -- what a removed event said is not worth finding out: they are few
    select r.actor_key, k.kind, r.occurred_at, cast(null as string), true
    from removed r
    cross join (select 'user' as kind union all select 'description') k
),
line as (
    select * from said
    union all
    select k.actor_key, k.kind, k.said_at, k.says, false
    from known_statement k
    where k.actor_key in (select actor_key from said)
),
neighbour as (
    select
        *,
        last_value(case when not is_new then coalesce(says, '') end ignore nulls) over (
            partition by actor_key, kind order by said_at, is_new, says nulls first rows between unbounded preceding and 1 preceding
        ) as said_before,
        min(case when not is_new then said_at end) over (
            partition by actor_key, kind order by said_at, is_new, says nulls first rows between 1 following and unbounded following
        ) as said_next_at
    from line
)
select
    actor_key,
    min(case when kind = 'description' and said_before is null then timestamp '0001-01-01' else said_at end) as starts_at,
    coalesce(said_next_at, timestamp '9999-12-31') as ends_at
from neighbour
where is_new and (kind = 'description' or says is null or said_before is distinct from says)
group by actor_key, kind, said_next_at
