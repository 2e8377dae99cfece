-- top_events: one row per event name and type of the range, the most frequent first. Key: event_name, type.
-- all_events and all_names repeat on every row: of how many events and names these are the first.
select
    event_name,
    type,
    sum(events)::bigint as events,
    sum(sum(events)) over ()::bigint as all_events,
    count(*) over () as all_names
from bi.events_daily
where project = :project and day between :from and :to
group by event_name, type
order by sum(events) desc, event_name, type
limit :names
