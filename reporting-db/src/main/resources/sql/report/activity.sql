-- activity: one row per person and day of the project's time zone. Key: person_id, day.
select
    coalesce(d.user_id, i.user_id, d.instance_id) as person_id,
    d.day,
    sum(d.events) as events,
    min(d.first_at) as first_at,
    max(d.last_at) as last_at,
    max_by(d.traits, d.traits_at) as traits,
    max(d.traits_at) as traits_at
from daily d
left join identity_day i on i.instance_id = d.instance_id and i.event_date = d.event_date and d.user_id is null
cross join params p
where p.includes_bots or not d.is_bot
group by all
