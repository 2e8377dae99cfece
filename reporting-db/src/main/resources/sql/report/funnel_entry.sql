-- funnel_entry: one row per funnel, person and entry: a first step that lies in the window of no earlier entry. Key: funnel, person_id, entered_us.
-- Entries before the first changed day are as they were published; only they can reach into later days, so they stand for the first steps of their days.
-- Example, window 1 h: first steps at 9:00, 9:40, 10:20, 10:40, 12:00 are entries at 9:00, 10:20 and 12:00.
with recursive candidate as (
    select funnel, person_id, cast(entered_us as bigint) as at_us from published_entry
    union
    select s.funnel, s.person_id, s.at_us
    from step_event s
    cross join funnel_scope c
    where s.step = 1 and s.at_us >= c.changed_from_us
),
line as (
    select funnel, person_id, at_us, at_us as moment_us, 1 as is_candidate from candidate
    union all
    select c.funnel, c.person_id, c.at_us, c.at_us + f.window_us, 0
    from candidate c
    inner join funnel f on f.funnel = c.funnel
),
followed as (
    -- a first step at the very end of the window is still within
    select
        funnel, person_id, at_us, is_candidate,
        min(case when is_candidate = 1 then at_us end)
            over (partition by funnel, person_id order by moment_us, is_candidate desc rows between 1 following and unbounded following) as next_us
    from line
),
spaced as (
    select
        c.funnel, c.person_id, c.at_us,
        coalesce(c.at_us - lag(c.at_us) over (partition by c.funnel, c.person_id order by c.at_us) > f.window_us, true) as is_start
    from candidate c
    inner join funnel f on f.funnel = c.funnel
),
-- the entry after an entry, unless it is one in any case: a first step longer than the window after the one before it
pointer as (
    select f.funnel, f.person_id, f.at_us, f.next_us
    from followed f
    inner join spaced s on s.funnel = f.funnel and s.person_id = f.person_id and s.at_us = f.next_us and not s.is_start
    where f.is_candidate = 0
),
entry as (
    select funnel, person_id, at_us from spaced where is_start
    union all
    select e.funnel, e.person_id, p.next_us
    from entry e
    inner join pointer p on p.funnel = e.funnel and p.person_id = e.person_id and p.at_us = e.at_us
)
select
    p.project, e.funnel, e.person_id, e.at_us as entered_us,
    cast(to_local_ts(ts_of_epoch_us(e.at_us), p.time_zone) as date) as day
from entry e
cross join params p
