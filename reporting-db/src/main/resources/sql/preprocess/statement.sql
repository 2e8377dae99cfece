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
-- nulls with the type of their column
select
    event_date, 'user' as kind, actor_key, occurred_at as said_at, event_id, says, substr(nullif(says, '-'), 2) as user_id, instance_id,
    case when false then previous_id end as previous_id, case when false then library end as library, case when false then app end as app,
    case when false then device end as device, case when false then os end as os, case when false then screen end as screen,
    case when false then locale end as locale, case when false then language end as language, case when false then timezone end as timezone
from stay
where says is distinct from said_before
union all
select
    event_date, 'description', actor_key, occurred_at, event_id, cast(null as string), cast(null as string), instance_id,
    cast(null as string), library, app, device, os, screen, locale, language, timezone
from written_event
where describes(protocol, name)
union all
select
    event_date, 'alias', actor_key, occurred_at, event_id, cast(null as string), coalesce(user_id, instance_id), instance_id,
    previous_id, case when false then library end, case when false then app end,
    case when false then device end, case when false then os end, case when false then screen end,
    cast(null as string), cast(null as string), cast(null as string)
from written_event
where type = 'alias' and previous_id <> coalesce(user_id, instance_id)
