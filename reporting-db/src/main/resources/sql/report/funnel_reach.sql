-- funnel_reach: one row per entry and step that it reached. Key: funnel, person_id, entered_us, step.
with recursive sequential as (
    select e.funnel, e.person_id, e.entered_us, e.day, 1 as step, e.entered_us as at_us
    from funnel_entry e
    inner join funnel f on f.funnel = e.funnel
    where f.is_sequential
    union all
    select r.funnel, r.person_id, r.entered_us, r.day, r.step + 1, n.next_us
    from sequential r
    inner join next_step n
        on n.funnel = r.funnel and n.person_id = r.person_id and n.entered_us = r.entered_us and n.step = r.step and n.at_us = r.at_us
),
in_any_order as (
    -- each step by when it happened first
    select e.funnel, e.person_id, e.entered_us, e.day, s.step as step_done, min(s.at_us) as at_us
    from funnel_entry e
    inner join funnel f on f.funnel = e.funnel
    inner join entry_step s on s.funnel = e.funnel and s.person_id = e.person_id and s.entered_us = e.entered_us
    where not f.is_sequential
    group by all
)
select funnel, person_id, entered_us, day, step, at_us from sequential
union all
select
    funnel, person_id, entered_us, day,
    cast(row_number() over (partition by funnel, person_id, entered_us order by at_us, step_done) as integer) as step,
    at_us
from in_any_order
