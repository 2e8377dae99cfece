-- island: one row per stretch of an actor's time that is computed anew, since in it an event was added or removed, something else was said, or its chain
-- now starts elsewhere. Key: actor_key, starts_at. It holds whole cuts of one chain, which started at chain_started_at; that is null where a removed event
-- may have parted the chain: then the island is all of it, and its chains are found from its events.
-- A chain that began before the sessions that can still change (horizon) started when these say so.
-- Sessions outside of islands cannot have changed. All windows sort alike and without ties: else islands could overlap.
with gone as (
    -- not those that an object brought which is read again and brings them again
    select r.actor_key, r.occurred_at
    from removed r
    left join added a on a.event_id = r.event_id and a.actor_key = r.actor_key and a.occurred_at = r.occurred_at
    where a.event_id is null
),
point as (
    select
        c.actor_key, c.occurred_at, c.is_gone,
        case when p.splits_at_midnight then cast(to_local_ts(c.occurred_at, p.time_zone) as date) end as local_date
    from (
        select actor_key, occurred_at, false as is_gone from added
        union all
        select actor_key, occurred_at, true from gone
    ) c
    cross join params p
),
changed as (
    -- what lies within one multiple of the gap lies within the gap: few rows go on
    select c.actor_key, c.local_date, min(c.occurred_at) as starts_at, max(c.occurred_at) as ends_at, bool_or(c.is_gone) as parts_chain
    from point c
    cross join params p
    group by c.actor_key, c.local_date, floor(epoch_us_of(c.occurred_at) / p.gap_us)
),
line as (
    select
        s.actor_key, s.started_at as starts_at, s.ended_at as ends_at, t.actor_key is not null as is_changed, false as parts_chain,
        -- as it was; null in files of earlier versions, whose chains are computed once more
        coalesce(s.chain_started_at, timestamp '0001-01-01') as had_chain_started_at
    from known_session s
    left join touched_stretch t on t.actor_key = s.actor_key and t.starts_at <= s.ended_at and t.ends_at >= s.started_at
    where s.actor_key in (select actor_key from changed)
    union all
    select actor_key, starts_at, ends_at, true, parts_chain, cast(null as timestamp) from changed
),
span as (
    -- one that begins and ends with another is one with it
    select
        actor_key, starts_at, ends_at, bool_or(is_changed) as is_changed, bool_or(parts_chain) as parts_chain,
        min(had_chain_started_at) as had_chain_started_at
    from line
    group by actor_key, starts_at, ends_at
),
reach as (
    select
        *,
        max(ends_at) over (partition by actor_key order by starts_at, ends_at rows between unbounded preceding and 1 preceding) as reached_at
    from span
),
numbered as (
    select
        r.*,
        sum(
            case
                when reached_at is null then 0
                when epoch_us_of(starts_at) - epoch_us_of(reached_at) > p.gap_us then 1
                -- a session of other settings may reach over midnight: what lies in it is of its chain
                when p.splits_at_midnight and starts_at > reached_at
                    and cast(to_local_ts(starts_at, p.time_zone) as date) <> cast(to_local_ts(reached_at, p.time_zone) as date) then 1
                else 0
            end
        ) over (partition by actor_key order by starts_at, ends_at rows unbounded preceding) as chain_number
    from reach r
    cross join params p
),
chained as (
    select
        n.*,
        coalesce(
            -- only the actor's first chain can come from before the horizon
            min(
                case
                    when chain_number = 0 and had_chain_started_at > timestamp '0001-01-01' and had_chain_started_at < h.files_from
                        then had_chain_started_at
                end
            ) over (partition by actor_key, chain_number),
            min(starts_at) over (partition by actor_key, chain_number)
        ) as chain_started_at,
        bool_or(parts_chain) over (partition by actor_key, chain_number) as is_parted,
        bool_or(is_changed) over (partition by actor_key, chain_number) as is_touched
    from numbered n
    cross join horizon h
),
cut as (
    select
        c.*,
        floor((epoch_us_of(starts_at) - epoch_us_of(chain_started_at)) / p.max_us) as first_cut,
        floor((epoch_us_of(ends_at) - epoch_us_of(chain_started_at)) / p.max_us) as last_cut,
        -- chains in which nothing changed stay as they are, even if files of earlier versions lack their start
        is_changed or is_parted or (is_touched and had_chain_started_at <> chain_started_at) as is_affected
    from chained c
    cross join params p
),
cut_reach as (
    select
        *,
        max(last_cut) over earlier as cut_reached,
        max(ends_at) over earlier as time_reached
    from cut
    window earlier as (
        partition by actor_key, chain_number order by starts_at, ends_at rows between unbounded preceding and 1 preceding
    )
),
stretch as (
    select
        *,
        sum(case when not is_parted and first_cut > cut_reached and starts_at > time_reached then 1 else 0 end)
            over (partition by actor_key, chain_number order by starts_at, ends_at rows unbounded preceding)
            as stretch_number
    from cut_reach
)
select
    actor_key, min(starts_at) as starts_at, max(ends_at) as ends_at,
    -- what lies before the horizon is not parted
    case when not bool_or(is_parted) or min(chain_started_at) < min(starts_at) then min(chain_started_at) end as chain_started_at
from stretch
group by actor_key, chain_number, stretch_number
having bool_or(is_affected)
