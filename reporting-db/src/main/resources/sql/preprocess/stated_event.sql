-- stated_event: one row per event in an island, with what its instance had said by then of its user and of itself. Key: event_id, arrived_id, which is 0 for curated events.
-- What was said holds from its moment on; what an instance says of itself first also holds before. An event that describes its instance stands for itself.
with member as (
    select
        k.event_id, 0 as arrived_id, k.actor_key, k.occurred_at as moment_at, k.protocol,
        own_user_id(k.protocol, k.type, k.name, k.user_id) as own_user_id,
        says_user(k.protocol, k.type, k.name, k.instance_id, k.user_id) as says
    from known_event k
    inner join island i on i.actor_key = k.actor_key and k.occurred_at between i.starts_at and i.ends_at
    where k.event_id not in (select event_id from removed)
    union all
    select
        a.event_id, a.arrived_id, a.actor_key, a.occurred_at, r.protocol,
        own_user_id(r.protocol, r.type, r.name, r.user_id),
        says_user(r.protocol, r.type, r.name, r.instance_id, r.user_id)
    from added a
    inner join arrived r on r.arrived_id = a.arrived_id
),
-- of whom nobody ever said who uses them needs no looking back
speaking as (
    select actor_key from member where says is not null
    union
    select actor_key from outside_statement where kind = 'user'
),
user_line as (
    select actor_key, moment_at, says, event_id, arrived_id, own_user_id, protocol
    from member
    where actor_key in (select actor_key from speaking)
    union all
    select actor_key, said_at, says, cast(null as string), cast(null as bigint), cast(null as string), cast(null as string)
    from outside_statement
    where kind = 'user'
),
user_followed as (
    -- statements of a moment come before its other events
    select *, last_value(says ignore nulls) over (partition by actor_key order by moment_at, says nulls last rows unbounded preceding) as said
    from user_line
),
user_known as (
    select event_id, arrived_id, moment_at, own_user_id, protocol, said
    from user_followed
    where arrived_id is not null
    union all
    -- no "not in": Spark compares each row with each where what is not in is large
    select m.event_id, m.arrived_id, m.moment_at, m.own_user_id, m.protocol, cast(null as string) as said
    from member m
    left join speaking s on s.actor_key = m.actor_key
    where s.actor_key is null
),
description_line as (
    select
        k.actor_key, k.occurred_at as moment_at, k.event_id, 0 as arrived_id, describes(k.protocol, k.name) as is_description,
        k.library, k.app, k.device, k.os, k.screen, k.locale, k.language, k.timezone
    from known_event k
    inner join island i on i.actor_key = k.actor_key and k.occurred_at between i.starts_at and i.ends_at
    where k.protocol = 'revolt' and k.event_id not in (select event_id from removed)
    union all
    select
        a.actor_key, a.occurred_at, a.event_id, a.arrived_id, describes(r.protocol, r.name),
        r.library, r.app, r.device, r.os, r.screen, r.locale, r.language, r.timezone
    from added a
    inner join arrived r on r.arrived_id = a.arrived_id
    where r.protocol = 'revolt'
    union all
    select actor_key, said_at, event_id, cast(null as bigint), true, library, app, device, os, screen, locale, language, timezone
    from outside_statement
    where kind = 'description'
),
told as (
    select
        actor_key, moment_at, event_id, arrived_id, is_description,
        case when is_description then library end as library,
        case when is_description then app end as app,
        case when is_description then device end as device,
        case when is_description then os end as os,
        case when is_description then screen end as screen,
        case when is_description then locale end as locale,
        case when is_description then language end as language,
        case when is_description then timezone end as timezone
    from description_line
),
description_followed as (
    select
        event_id, arrived_id, is_description,
        coalesce(last_value(library ignore nulls) over past, first_value(library ignore nulls) over future) as library,
        coalesce(last_value(app ignore nulls) over past, first_value(app ignore nulls) over future) as app,
        coalesce(last_value(device ignore nulls) over past, first_value(device ignore nulls) over future) as device,
        coalesce(last_value(os ignore nulls) over past, first_value(os ignore nulls) over future) as os,
        coalesce(last_value(screen ignore nulls) over past, first_value(screen ignore nulls) over future) as screen,
        coalesce(last_value(locale ignore nulls) over past, first_value(locale ignore nulls) over future) as locale,
        coalesce(last_value(language ignore nulls) over past, first_value(language ignore nulls) over future) as language,
        coalesce(last_value(timezone ignore nulls) over past, first_value(timezone ignore nulls) over future) as timezone
    from told
    window
        past as (partition by actor_key order by moment_at, not is_description, event_id rows between unbounded preceding and current row),
        future as (partition by actor_key order by moment_at, not is_description, event_id rows between current row and unbounded following)
)
select
    u.event_id, u.arrived_id, cast(u.moment_at as date) as event_date,
    case when u.protocol = 'revolt' then coalesce(u.own_user_id, substr(nullif(u.said, '-'), 2)) else u.own_user_id end as user_id,
    coalesce(u.own_user_id, substr(nullif(u.said, '-'), 2)) as signed_in_user_id,
    u.own_user_id is null and coalesce(u.said, '') = '-' as is_signed_out,
    d.library, d.app, d.device, d.os, d.screen, d.locale, d.language, d.timezone
from user_known u
left join description_followed d on d.event_id = u.event_id and d.arrived_id = u.arrived_id and not d.is_description
