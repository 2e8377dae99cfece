-- quarantine_samples: the latest three refusals of each project and reason, the latest first. Key: project, reason, place.
-- Not the text that was sent: it may hold what nobody is to see here.
with ranked as (
    select
        project, reason, received_at, message, event_id, protocol,
        row_number() over (partition by project, reason order by received_at desc, event_id, message) as place
    from bi.rejected_events
)
select project, reason, place, received_at at time zone 'UTC' as received_at, message, event_id, protocol
from ranked
where place <= 3
order by project, reason, place
limit 300
