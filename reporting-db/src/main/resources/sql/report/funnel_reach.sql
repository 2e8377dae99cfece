-- funnel_reach: one row per entry and step that it reached. Key: funnel, person_id, entered_us, step.
with recursive line as (
    select funnel, person_id, step as from_step, at_us, 0 as is_next from step_event
    union all
    select funnel, person_id, step - 1, at_us, 1 from step_event where step > 1
),
followed as (
    -- when the next step happens first after this one; at the same microsecond is not after it
    select
        funnel, person_id, from_step, at_us, is_next,
        min(case when is_next = 1 then at_us end)
            over (partition by funnel, person_id, from_step order by at_us, is_next desc rows between 1 following and unbounded following) as next_us
    from line
),
sequential as (
    select e.funnel, e.person_id, e.entered_us, e.day, f.window_us, 1 as step, e.entered_us as at_us
    from funnel_entry e
    inner join funnel f on f.funnel = e.funnel
    where f.is_sequential
    union all
    select r.funnel, r.person_id, r.entered_us, r.day, r.window_us, r.step + 1, f.next_us
    from sequential r
    inner join followed f
        on f.is_next = 0 and f.funnel = r.funnel and f.person_id = r.person_id and f.from_step = r.step and f.at_us = r.at_us
    where f.next_us <= r.entered_us + r.window_us
),
in_any_order as (
    -- each step by when it happened first; the first step is the entry
    select e.funnel, e.person_id, e.entered_us, e.day, s.step as step_done, min(s.at_us) as at_us
    from funnel_entry e
    inner join funnel f on f.funnel = e.funnel
    inner join step_event s on s.funnel = e.funnel and s.person_id = e.person_id
    where not f.is_sequential
        and ((s.step = 1 and s.at_us = e.entered_us)
            or (s.step > 1 and s.at_us > e.entered_us and s.at_us <= e.entered_us + f.window_us))
    group by all
)
select funnel, person_id, entered_us, day, step, at_us from sequential
union all
select
    funnel, person_id, entered_us, day,
    cast(row_number() over (partition by funnel, person_id, entered_us order by at_us, step_done) as integer) as step,
    at_us
from in_any_order
