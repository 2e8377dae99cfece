-- funnels: one row per declared funnel that somebody entered in the range. Key: funnel.
select
    funnel,
    max(steps) as steps,
    max(window_seconds) as window_seconds,
    sum(entered)::bigint as entered,
    sum(converted)::bigint as converted,
    sum(converted)::double precision / sum(entered) as conversion
from bi.funnels
where project = :project and day between :from and :to and step = steps
group by funnel
order by funnel
