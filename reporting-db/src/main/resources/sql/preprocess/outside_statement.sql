-- outside_statement: one row per thing that an actor of an island said outside of its islands. Key: none.
select k.actor_key, k.kind, k.said_at, k.event_id, k.says, k.library, k.app, k.device, k.os, k.screen, k.locale, k.language, k.timezone
from known_statement k
where
    k.kind in ('user', 'description')
    and k.actor_key in (select actor_key from island)
    and k.event_date not in (select event_date from affected_date)
union all
-- of the affected days all events are there, and of a stay that ends within an island only its beginning would be in the statements
select
    e.actor_key, case when describes(e.protocol, e.name) then 'description' else 'user' end as kind, e.occurred_at, e.event_id,
    says_user(e.protocol, e.type, e.name, e.instance_id, e.user_id) as says,
    e.library, e.app, e.device, e.os, e.screen, e.locale, e.language, e.timezone
from known_event e
left join island i on i.actor_key = e.actor_key and e.occurred_at between i.starts_at and i.ends_at
where
    i.actor_key is null
    and e.actor_key in (select actor_key from island)
    and (describes(e.protocol, e.name) or says_user(e.protocol, e.type, e.name, e.instance_id, e.user_id) is not null)
