-- days: one row per day and value, of the five most frequent values of the range. Key: day, value.
with top as (
    select value, row_number() over (order by sum(events) desc, value) as place
    from bi.devices_daily
    where project = :project and dimension = :dimension and day between :from and :to
    group by value
    order by sum(events) desc, value
    limit 5
)
select d.day::date as day, t.place, t.value, coalesce(v.users, 0)::bigint as users
from generate_series(:from::date, :to::date, interval '1 day') as d(day)
cross join top t
left join bi.devices_daily v on v.project = :project and v.dimension = :dimension and v.day = d.day::date and v.value = t.value
order by d.day, t.place
