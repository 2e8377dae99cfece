-- funnel_entry: one row per funnel, person and entry: a first step that lies in the window of no earlier entry. Key: funnel, person_id, entered_us.
-- Entries before the first changed day are as they were published; only they can reach into later days, so they stand for the first steps of their days.
-- Those before the reported days are no rows: they only keep later first steps in their windows from being entries.
-- Example, window 1 h: first steps at 9:00, 9:40, 10:20, 10:40, 12:00 are entries at 9:00, 10:20 and 12:00.
with first_step as (
    select funnel, person_id, cast(entered_us as bigint) as at_us from published_entry
    union all
    select s.funnel, s.person_id, s.at_us
    from step_event s
    cross join funnel_scope c
    where s.step = 1 and s.at_us >= c.changed_from_us
),
first_steps as (
    select funnel, person_id, array_sort(array_agg(at_us)) as moments
    from first_step
    group by funnel, person_id
),
-- by itself: Spark makes no rows of what a function of ours gives
entries as (
    select s.funnel, s.person_id, entries_of(s.moments, f.window_us) as moments
    from first_steps s
    inner join funnel f on f.funnel = s.funnel
),
entry as (
    select funnel, person_id, unnest(moments) as at_us from entries
)
select
    p.project, e.funnel, e.person_id, e.at_us as entered_us,
    cast(to_local_ts(ts_of_epoch_us(e.at_us), p.time_zone) as date) as day
from entry e
cross join params p
cross join funnel_scope c
where e.at_us >= epoch_us_of(c.reported_from_at)
