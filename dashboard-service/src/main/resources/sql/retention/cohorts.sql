-- cohorts: one row per cohort and n, of the latest cohorts that start on or before a day. Key: cohort_start, n.
with latest as (
    select distinct cohort_start
    from bi.retention
    where project = :project and period = :period and cohort_start <= :until and cohort_size > 0
    order by cohort_start desc
    limit :cohorts
)
select r.cohort_start, r.n, r.cohort_size, r.retained_on, r.retained_on_or_after, r.is_mature
from bi.retention r
join latest using (cohort_start)
where r.project = :project and r.period = :period and r.n <= :steps
order by r.cohort_start, r.n
