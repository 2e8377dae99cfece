-- events: one row per event name and type of the range on the platform, the most frequent first, at most 500. Key: event_name, type.
-- Persons of several days must not be added: users_per_day is the average over the days on which the event happened.
select
    event_name,
    type,
    sum(events)::bigint as events,
    avg(users)::double precision as users_per_day,
    count(*) as days,
    min(day) as first_day,
    max(day) as last_day,
    sum(sum(events)) over ()::bigint as all_events,
    count(*) over () as all_names
from bi.event_platforms_daily
where project = :project and platform = :platform and day between :from and :to
group by event_name, type
order by sum(events) desc, event_name, type
limit 500
