-- placed_event: one row per event in an island, with its session computed anew. Key: event_id. arrived_id is 0 for curated events.
-- The rule is event-model's SessionRule: a chain ends at a gap strictly longer than gap_us, and at midnight where the project wants it;
-- it is cut every max_us after its start; and what that gives is split where the campaign changes, where the project wants it.
-- Where the chain of an island is known, its start is taken from there: the island may be some cuts of it only. Where settings changed since,
-- a chain may end within the island, too.
with member as (
    select k.event_id, 0 as arrived_id, k.actor_key, k.occurred_at, campaign_key(k.campaign) as campaign,
        i.starts_at as island_starts_at, i.chain_started_at as known_chain_started_at
    from known_event k
    inner join island i on i.actor_key = k.actor_key and k.occurred_at between i.starts_at and i.ends_at
    where k.event_id not in (select event_id from removed)
    union all
    select a.event_id, a.arrived_id, a.actor_key, a.occurred_at, campaign_key(r.campaign) as campaign,
        i.starts_at as island_starts_at, i.chain_started_at as known_chain_started_at
    from added a
    inner join arrived r on r.arrived_id = a.arrived_id
    inner join island i on i.actor_key = a.actor_key and a.occurred_at between i.starts_at and i.ends_at
),
neighbour as (
    select
        m.event_id, m.arrived_id, m.actor_key, m.occurred_at, m.island_starts_at, m.known_chain_started_at,
        case when p.splits_on_campaign then m.campaign end as campaign,
        case when p.splits_at_midnight then cast(to_local_ts(m.occurred_at, p.time_zone) as date) end as local_date,
        lag(m.occurred_at) over (partition by m.actor_key, m.island_starts_at order by m.occurred_at, m.event_id) as previous_at
    from member m
    cross join params p
),
chain_start as (
    select
        n.*,
        case
            when previous_at is null then coalesce(known_chain_started_at, occurred_at)
            when epoch_us_of(occurred_at) - epoch_us_of(previous_at) > p.gap_us then occurred_at
            when p.splits_at_midnight and local_date <> cast(to_local_ts(previous_at, p.time_zone) as date) then occurred_at
        end as starts_chain_at
    from neighbour n
    cross join params p
),
-- no two chains of an actor start at once: both the gap and midnight lie between different moments
chained as (
    select
        *,
        max(starts_chain_at) over (partition by actor_key, island_starts_at order by occurred_at, event_id rows unbounded preceding) as chain_started_at
    from chain_start
),
cut as (
    select c.*, cast(floor((epoch_us_of(occurred_at) - epoch_us_of(chain_started_at)) / p.max_us) as bigint) as cut_number
    from chained c
    cross join params p
),
-- whose campaign cannot change needs no looking for changes
turning as (
    select distinct coalesce(m.actor_key, '') as actor_key
    from member m
    cross join params p
    where p.splits_on_campaign and m.campaign is not null
),
followed as (
    select
        *,
        min(occurred_at) over (partition by actor_key, chain_started_at, cut_number) as cut_started_at,
        last_value(campaign ignore nulls) over (
            partition by actor_key, chain_started_at, cut_number
            order by occurred_at, event_id
            rows between unbounded preceding and 1 preceding
        ) as current_campaign
    from cut
    where coalesce(actor_key, '') in (select actor_key from turning)
),
turned as (
    select *, campaign is not null and campaign is distinct from current_campaign and occurred_at > cut_started_at as is_turn
    from followed
),
-- Of several turns at one moment the first starts the session: no two sessions of an actor start at once.
first_turn as (
    select
        *,
        is_turn
            and row_number() over (partition by actor_key, chain_started_at, cut_number, occurred_at, is_turn order by event_id) = 1
            as starts_part
    from turned
),
split as (
    select
        event_id, arrived_id, actor_key, occurred_at, chain_started_at, cut_number,
        sum(case when starts_part then 1 else 0 end)
            over (partition by actor_key, chain_started_at, cut_number order by occurred_at, event_id rows unbounded preceding)
            as part_number
    from first_turn
    union all
    select c.event_id, c.arrived_id, c.actor_key, c.occurred_at, c.chain_started_at, c.cut_number, 0
    from cut c
    left join turning t on t.actor_key = coalesce(c.actor_key, '')
    where t.actor_key is null
),
placed as (
    select
        *,
        min(occurred_at) over (partition by actor_key, chain_started_at, cut_number, part_number) as session_start,
        cast(
            row_number() over (partition by actor_key, chain_started_at, cut_number, part_number order by occurred_at, event_id) - 1
            as integer
        ) as session_index
    from split
)
select
    l.event_id, l.arrived_id, cast(l.occurred_at as date) as event_date, l.chain_started_at, l.session_start, l.session_index,
    substr(sha256_hex(p.project || '|' || l.actor_key || '|' || cast(epoch_us_of(l.session_start) as string)), 1, 32) as session_id
from placed l
cross join params p
