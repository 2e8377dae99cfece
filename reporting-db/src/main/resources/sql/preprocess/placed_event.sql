-- placed_event: one row per event in an island, with its session computed anew. Key: event_id. arrived_id is 0 for curated events.
-- The rule is event-model's SessionRule: a chain ends at a gap strictly longer than gap_us and is cut every max_us after its start.
with member as (
    select k.event_id, 0 as arrived_id, k.actor_key, k.occurred_at
    from known_event k
    inner join island i on i.actor_key = k.actor_key and k.occurred_at between i.starts_at and i.ends_at
    where k.event_id not in (select event_id from removed)
    union all
    select event_id, arrived_id, actor_key, occurred_at from added
),
neighbour as (
    select *, lag(occurred_at) over (partition by actor_key order by occurred_at, event_id) as previous_at
    from member
),
chained as (
    select
        n.*,
        sum(case when previous_at is null or epoch_us_of(occurred_at) - epoch_us_of(previous_at) > p.gap_us then 1 else 0 end)
            over (partition by actor_key order by occurred_at, event_id rows unbounded preceding) as chain_number
    from neighbour n
    cross join params p
),
started as (
    select *, min(occurred_at) over (partition by actor_key, chain_number) as chain_started_at
    from chained
),
cut as (
    select s.*, cast(floor((epoch_us_of(occurred_at) - epoch_us_of(chain_started_at)) / p.max_us) as bigint) as cut_number
    from started s
    cross join params p
),
placed as (
    select
        *,
        min(occurred_at) over (partition by actor_key, chain_number, cut_number) as session_start,
        cast(row_number() over (partition by actor_key, chain_number, cut_number order by occurred_at, event_id) - 1 as integer) as session_index
    from cut
)
select
    l.event_id, l.arrived_id, l.session_start, l.session_index,
    substr(sha256_hex(p.project || '|' || l.actor_key || '|' || cast(epoch_us_of(l.session_start) as varchar)), 1, 32) as session_id
from placed l
cross join params p
