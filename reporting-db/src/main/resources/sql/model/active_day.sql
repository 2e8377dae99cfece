-- active_day: one row per person and day of the history, in the project's time zone, on which they were active. Key: person_id, day.
with happened as (
    select
        left(coalesce(i.person_id, e.signed_in_user_id, e.user_id, e.instance_id), 512) as person_id,
        cast(to_local_ts(e.occurred_at, p.time_zone) as date) as day,
        e.session_id,
        e.occurred_at,
        coalesce(e.name, e.type) as name,
        case when e.name = m.money_event then try_cast(json_str(e.properties, m.money_property) as double) end as money,
        platform_of(e.browser.name, e.library.name, e.os.name, e.device.type) as platform
    from event e
    left join identity i on i.identity_key = identity_key(coalesce(e.signed_in_user_id, e.user_id), e.instance_id, e.is_signed_out)
    cross join params p
    cross join history m
    where p.includes_bots or not coalesce(e.is_bot, false)
),
in_session as (
    select h.person_id, h.day, h.session_id, (epoch_us_of(max(h.occurred_at)) - epoch_us_of(min(h.occurred_at))) / 60000000.0 as minutes
    from happened h
    cross join history r
    where h.day >= r.first_day and h.day < r.end_day
    group by h.person_id, h.day, h.session_id
),
lasted as (
    select person_id, day, cast(count(*) as integer) as sessions, cast(sum(minutes) as double) as minutes
    from in_session
    group by person_id, day
),
did as (
    select
        h.person_id,
        h.day,
        cast(count(*) as integer) as events,
        cast(count(distinct h.name) as integer) as names,
        cast(count(*) filter (where lower(h.name) like '%error%' or lower(h.name) like '%exception%' or lower(h.name) like '%crash%' or lower(h.name) like '%failed%') as integer) as errors,
        max_by(h.platform, (h.occurred_at, h.platform)) filter (where h.platform is not null) as platform,
        cast(count(*) filter (where h.name = r.leaving_event) as integer) as leavings,
        coalesce(sum(h.money), 0) as money
    from happened h
    cross join history r
    where h.day >= r.first_day and h.day < r.end_day
    group by h.person_id, h.day
)
select d.person_id, d.day, d.events, l.sessions, l.minutes, d.names, d.errors, coalesce(d.platform, '') as platform, d.leavings, d.money
from did d
join lasted l on l.person_id = d.person_id and l.day = d.day
