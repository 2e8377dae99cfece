-- devices: one row per dimension and value of the range, the most frequent first within a dimension. Key: dimension, value.
-- Sessions and persons of several days or values must not be added; events may be. all_events: of the whole dimension.
with summed as (
    select dimension, value, sum(events)::bigint as events
    from bi.devices_daily
    where project = :project and day between :from and :to
    group by dimension, value
),
ranked as (
    select
        dimension,
        value,
        events,
        sum(events) over (partition by dimension)::bigint as all_events,
        row_number() over (partition by dimension order by events desc, value) as place
    from summed
)
select dimension, value, events, all_events
from ranked
where place <= :values
order by dimension, place
