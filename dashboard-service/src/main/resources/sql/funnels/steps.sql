-- steps: one row per step of the funnel over the range; of the first funnel where none is named. Key: step.
-- Medians of days must not be averaged: typical_seconds is the median of the days' medians, each day weighing by its people.
with chosen as (
    select day, step, event_name, window_seconds, entered, reached_previous, converted, median_seconds, is_mature
    from bi.funnels
    where
        project = :project
        and day between :from and :to
        and funnel = coalesce(nullif(:funnel, ''), (select min(funnel) from bi.funnels where project = :project and day between :from and :to))
),
weighed as (
    select
        step,
        median_seconds,
        sum(converted) over (partition by step order by median_seconds, day) as so_far,
        sum(converted) over (partition by step) as in_all
    from chosen
    where median_seconds is not null
),
typical as (
    select step, min(median_seconds)::double precision as typical_seconds
    from weighed
    where so_far >= in_all / 2.0
    group by step
)
select
    c.step,
    max(c.event_name) as event_name,
    max(c.window_seconds) as window_seconds,
    sum(c.entered)::bigint as entered,
    sum(c.reached_previous)::bigint as reached_previous,
    sum(c.converted)::bigint as converted,
    max(t.typical_seconds) as typical_seconds,
    coalesce(sum(c.entered) filter (where c.is_mature), 0)::bigint as mature_entered,
    coalesce(sum(c.converted) filter (where c.is_mature), 0)::bigint as mature_converted
from chosen c
left join typical t using (step)
group by c.step
order by c.step
