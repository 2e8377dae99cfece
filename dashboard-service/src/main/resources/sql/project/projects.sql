-- projects: one row per project with a trace in the reports. Key: id.
-- Requests without a known write key are kept under _unknown, which is nobody's project; rivulet-canary is Rivulet's own.
with known as (
    select project from bi.daily_activity
    union
    select project from bi.data_freshness
    union
    select project from bi.closing_balance where project <> '_unknown'
),
active as (
    select project, min(day) as first_day, max(day) as last_day
    from bi.daily_activity
    where events > 0
    group by project
)
select k.project as id, a.first_day, a.last_day
from known k
left join active a using (project)
where k.project <> 'rivulet-canary'
order by a.last_day desc nulls last, k.project
