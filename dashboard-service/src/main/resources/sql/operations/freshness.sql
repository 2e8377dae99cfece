-- freshness: one row per project and dataset, what is longest behind first. Key: project, dataset.
select
    project,
    dataset,
    complete_until at time zone 'UTC' as complete_until,
    published_at at time zone 'UTC' as published_at,
    run_id,
    late_events
from bi.data_freshness
order by complete_until, project, dataset
