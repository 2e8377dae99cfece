-- entry_step: one row per entry, step and moment at which its person did the step within its window; the first step is the entry alone. Key: these.
-- Windows do not overlap, so what a person does is of the entry before it, or of none.
with line as (
    select funnel, person_id, 1 as step, entered_us as at_us, entered_us from funnel_entry
    union all
    select funnel, person_id, step, at_us, cast(null as bigint) from step_event where step > 1
),
placed as (
    -- at the microsecond of an entry is not after it
    select
        funnel, person_id, step, at_us,
        last_value(entered_us ignore nulls)
            over (partition by funnel, person_id order by at_us, step desc rows between unbounded preceding and current row) as entered_us
    from line
)
select distinct p.funnel, p.person_id, p.entered_us, p.step, p.at_us
from placed p
inner join funnel f on f.funnel = p.funnel
where p.at_us <= p.entered_us + f.window_us
