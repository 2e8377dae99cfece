-- affected_date: one row per UTC day whose partitions this run writes again. Key: event_date.
with island_day as (
    select distinct cast(starts_at as date) as first_day, cast(ends_at as date) as last_day from island
),
known_or_new as (
    select event_date from known_date
    union
    select event_date from added
)
select distinct k.event_date
from known_or_new k
inner join island_day i on k.event_date between i.first_day and i.last_day
order by event_date nulls first
