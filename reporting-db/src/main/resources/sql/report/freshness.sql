-- freshness: one row: how far the curated data of the project reach. Key: none.
select max(last_received_at) as complete_until, coalesce(sum(late_events), 0) as late_events
from daily
