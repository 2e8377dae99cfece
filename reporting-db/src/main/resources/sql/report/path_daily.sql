-- path_daily: one row per path day, kind of place, step up to the 10th, and pair of places. Key: these.
with popular as (
    select
        day, kind, name,
        row_number() over (partition by day, kind order by count(distinct session_id) desc, name nulls last) as rank
    from path_step
    group by day, kind, name
),
shown as (
    select s.day, s.kind, s.session_id, s.step, case when p.rank <= 50 then s.name else '(other)' end as name
    from path_step s
    inner join popular p on p.day = s.day and p.kind = s.kind and p.name = s.name
),
edge as (
    select
        day, kind, step,
        coalesce(lag(name) over (partition by session_id, kind order by step), '(start)') as from_name,
        name as to_name
    from shown
    union all
    select day, kind, max(step) + 1, max_by(name, step), '(end)'
    from shown
    group by day, kind, session_id
),
counted as (
    select day, kind, step, from_name, to_name, count(*) as transitions
    from edge
    where step <= 10
    group by all
)
select
    p.project, c.day, c.kind, cast(c.step as integer) as step, c.from_name, c.to_name, c.transitions,
    sum(c.transitions) over (partition by c.day, c.kind, c.step, c.from_name) as from_transitions
from counted c
cross join params p
