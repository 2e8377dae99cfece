-- values: one row per value of the dimension in the range, the most frequent first, at most 100. Key: value.
-- Persons of several days must not be added: users_per_day is the average over all days of the range.
select
    value,
    sum(events)::bigint as events,
    sum(users)::double precision / (:to::date - :from::date + 1) as users_per_day,
    sum(sum(events)) over ()::bigint as all_events,
    count(*) over () as all_values
from bi.devices_daily
where project = :project and dimension = :dimension and day between :from and :to
group by value
order by sum(events) desc, value
limit 100
