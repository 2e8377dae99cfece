-- island: one row per stretch of an actor's time, without a gap that ends a chain, in which an event was added or removed, or for which something else was said. Key: actor_key, starts_at.
-- Sessions outside of islands cannot have changed. Both windows sort without ties: else islands could overlap.
with changed as (
    -- what lies within one multiple of the gap lies within the gap: few rows go on
    select c.actor_key, min(c.occurred_at) as starts_at, max(c.occurred_at) as ends_at
    from (select actor_key, occurred_at from added union all select actor_key, occurred_at from removed) c
    cross join params p
    group by c.actor_key, floor(epoch_us_of(c.occurred_at) / p.gap_us)
),
span as (
    select s.actor_key, s.started_at as starts_at, s.ended_at as ends_at, bool_or(t.actor_key is not null) as is_changed
    from known_session s
    left join touched_stretch t on t.actor_key = s.actor_key and t.starts_at <= s.ended_at and t.ends_at >= s.started_at
    where s.actor_key in (select actor_key from changed)
    group by s.actor_key, s.started_at, s.ended_at
    union all
    select actor_key, starts_at, ends_at, true from changed
),
reach as (
    select
        *,
        max(ends_at) over (partition by actor_key order by starts_at, ends_at, is_changed rows between unbounded preceding and 1 preceding) as reached_at
    from span
),
numbered as (
    select
        r.*,
        sum(case when reached_at is null or epoch_us_of(starts_at) - epoch_us_of(reached_at) > p.gap_us then 1 else 0 end)
            over (partition by actor_key order by starts_at, ends_at, is_changed rows unbounded preceding) as island_number
    from reach r
    cross join params p
)
select actor_key, min(starts_at) as starts_at, max(ends_at) as ends_at
from numbered
group by actor_key, island_number
having bool_or(is_changed)
