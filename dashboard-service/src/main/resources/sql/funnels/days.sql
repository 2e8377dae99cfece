-- days: one row per day of entry of the range for the funnel, no figures where nobody entered; of the first funnel where none is named. Key: day.
select
    d.day::date as day,
    f.entered,
    f.converted,
    f.converted::double precision / nullif(f.entered, 0) as conversion,
    f.is_mature as is_complete,
    c.is_complete as is_over
from generate_series(:from::date, :to::date, interval '1 day') as d(day)
left join bi.day_completeness c on c.project = :project and c.day = d.day::date
left join bi.funnels f
    on f.project = :project
    and f.day = d.day::date
    and f.step = f.steps
    and f.funnel = coalesce(nullif(:funnel, ''), (select min(funnel) from bi.funnels where project = :project and day between :from and :to))
order by d.day
