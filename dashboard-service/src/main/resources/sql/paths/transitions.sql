-- transitions: one row per step and pair of places in the range. Key: step, from, to.
-- Of each step the 20 most visited places have their names, the rest is (other).
with summed as (
    select step, "from", "to", sum(transitions)::bigint as transitions
    from bi.paths
    where project = :project and kind = :kind and day between :from and :to
    group by step, "from", "to"
),
visited as (
    select step, "to" as place, row_number() over (partition by step order by sum(transitions) desc, "to") as rank
    from summed
    where "to" not in ('(end)', '(other)')
    group by step, "to"
),
named as (
    select
        s.step,
        case when s."from" = '(start)' or f.rank <= 20 then s."from" else '(other)' end as "from",
        case when s."to" = '(end)' or t.rank <= 20 then s."to" else '(other)' end as "to",
        s.transitions
    from summed s
    left join visited f on f.step = s.step - 1 and f.place = s."from"
    left join visited t on t.step = s.step and t.place = s."to"
)
select
    step,
    "from",
    "to",
    sum(transitions)::bigint as transitions,
    sum(sum(transitions)) over (partition by step, "from")::bigint as from_transitions
from named
group by step, "from", "to"
order by step, sum(transitions) desc, "from", "to"
