-- statement: one row per thing said on the affected days, as it will be curated; of who uses an instance where it changes within the day. Key: kind, actor_key, said_at, event_id.
with said as (
    select e.*, says_user(e.protocol, e.type, e.name, e.instance_id, e.user_id) as says
    from written_event e
),
stay as (
    select *, lag(says) over (partition by event_date, actor_key order by occurred_at, says, event_id) as said_before
    from said
    where says is not null
)
select event_date, 'user' as kind, actor_key, occurred_at as said_at, event_id, says, substr(nullif(says, '-'), 2) as user_id, instance_id
from stay
where says is distinct from said_before
union all by name
select event_date, 'description' as kind, actor_key, occurred_at as said_at, event_id, instance_id, library, app, device, os, screen, locale, language, timezone
from written_event
where describes(protocol, name)
union all by name
select event_date, 'alias' as kind, actor_key, occurred_at as said_at, event_id, coalesce(user_id, instance_id) as user_id, instance_id, previous_id
from written_event
where type = 'alias' and previous_id <> coalesce(user_id, instance_id)
