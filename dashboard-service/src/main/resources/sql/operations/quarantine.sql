-- quarantine: one row per project and reason of refusal, the latest refused first, at most 100. Key: project, reason.
select
    project,
    reason,
    count(*) as refused,
    count(*) filter (where is_replayable) as replayable,
    min(received_at) at time zone 'UTC' as first_at,
    max(received_at) at time zone 'UTC' as last_at
from bi.rejected_events
group by project, reason
order by max(received_at) desc, project, reason
limit 100
