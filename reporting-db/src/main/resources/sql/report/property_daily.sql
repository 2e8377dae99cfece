-- property_daily: one row per affected day, chosen property of an event and value, the 20 most frequent and the rest. Key: day, event_name, property, rank.
with valued as (
    select r.day, c.event_name, c.property, r.person_id, left(coalesce(clean_text(json_str(e.properties, c.property)), '(none)'), 255) as value
    from event e
    inner join chosen_property c on c.event_name = e.name
    inner join reported_event r on r.event_id = e.event_id
),
ranked as (
    select
        day, event_name, property, value,
        row_number() over (partition by day, event_name, property order by count(*) desc, value nulls last) as rank,
        count(*) over (partition by day, event_name, property) as distinct_values
    from valued
    group by day, event_name, property, value
),
shown as (
    select
        v.day, v.event_name, v.property, v.person_id, r.distinct_values,
        case when r.rank <= 20 then r.rank else 21 end as rank,
        case when r.rank <= 20 then v.value else '(other)' end as value
    from valued v
    inner join ranked r on r.day = v.day and r.event_name = v.event_name and r.property = v.property and r.value = v.value
),
counted as (
    select day, event_name, property, rank, value, distinct_values, count(*) as events, count(distinct person_id) as users
    from shown
    group by all
)
select
    p.project, c.day, c.event_name, c.property, cast(c.rank as integer) as rank, c.value, c.events, c.users,
    sum(c.events) over (partition by c.day, c.event_name, c.property) as event_events,
    c.distinct_values
from counted c
cross join params p
