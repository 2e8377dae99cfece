-- freshness: one row per dataset of the project. Key: dataset.
select
    dataset,
    complete_until at time zone 'UTC' as complete_until,
    published_at at time zone 'UTC' as published_at,
    late_events
from bi.data_freshness
where project = :project
order by dataset
