-- curated_receipt: one row per affected day and day of receipt: events counted in the written files. Key: event_date, received_date.
select p.project, e.event_date, cast(e.received_at as date) as received_date, count(*) as events
from written_event e
cross join params p
group by all
