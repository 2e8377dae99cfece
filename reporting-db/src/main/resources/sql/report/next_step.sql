-- next_step: one row per entry, step and moment after which its person did the next step, with when that was first. Key: funnel, person_id, entered_us, step, at_us.
with line as (
    select funnel, person_id, entered_us, step, at_us, 0 as is_next from entry_step
    union all
    select funnel, person_id, entered_us, step - 1, at_us, 1 from entry_step where step > 1
),
followed as (
    -- at the same microsecond is not after it
    select
        funnel, person_id, entered_us, step, at_us, is_next,
        first_value(case when is_next = 1 then at_us end ignore nulls)
            over (
                partition by funnel, person_id, entered_us, step order by at_us, is_next desc
                rows between 1 following and unbounded following
            ) as next_us
    from line
)
select funnel, person_id, entered_us, step, at_us, next_us
from followed
where is_next = 0 and next_us is not null
