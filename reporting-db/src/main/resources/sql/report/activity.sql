-- activity: one row per person and day of the project's time zone. Key: person_id, day.
select
    coalesce(i.person_id, d.user_id, d.instance_id) as person_id,
    d.day,
    sum(d.events) as events,
    min(d.first_at) as first_at,
    max(d.last_at) as last_at,
    max_by(d.traits, (d.traits_at, d.traits)) filter (where d.traits is not null) as traits,
    max(d.traits_at) as traits_at
from daily d
left join identity i on i.identity_key = identity_key(d.user_id, d.instance_id, d.is_signed_out)
cross join params p
where p.includes_bots or not d.is_bot
group by all
