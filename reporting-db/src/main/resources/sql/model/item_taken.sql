-- item_taken: one row per property that names items, person and item of the history, with the first day on which the person took it, in the project's time zone. Key: property, person_id, item.
-- At most the 20,000 items that most persons took before known_before, and of a person the latest 200 of before and of after.
with named as (
    select
        d.property,
        left(coalesce(i.person_id, e.signed_in_user_id, e.user_id, e.instance_id), 512) as person_id,
        left(trim(replace(replace(clean_text(json_str(e.properties, d.property)), chr(10), ' '), chr(13), ' ')), 255) as item,
        cast(to_local_ts(e.occurred_at, p.time_zone) as date) as day
    from event e
    inner join item_event d on d.event_name = e.name
    left join identity i on i.identity_key = identity_key(coalesce(e.signed_in_user_id, e.user_id), e.instance_id, e.is_signed_out)
    cross join params p
    where p.includes_bots or not coalesce(e.is_bot, false)
),
taken as (
    select n.property, n.person_id, n.item, min(n.day) as day, min(n.day) < min(h.known_before) as is_known
    from named n
    cross join item_history h
    where n.day >= h.first_day and n.day < h.end_day and n.item <> ''
    group by n.property, n.person_id, n.item
),
popular as (
    select property, item
    from taken
    where is_known
    group by property, item
    qualify row_number() over (partition by property order by count(*) desc, item nulls last) <= 20000
)
select t.property, t.person_id, t.item, t.day
from taken t
inner join popular p on p.property = t.property and p.item = t.item
qualify row_number() over (partition by t.property, t.person_id, t.is_known order by t.day desc nulls last, t.item nulls last) <= 200
