-- feature_daily: one row per feature and day from the project's first day with events to its last. Key: feature, day.
with used as (
    select feature, day, person_id, events from person_feature_day
    union all
    select feature, cast(day as date), person_id, cast(events as bigint) from published_feature_day
),
on_day as (
    select feature, day, count(*) as users, sum(events) as events
    from used
    group by feature, day
),
rolling as (
    select u.feature, add_days(u.day, n.n) as day, count(distinct u.person_id) as users
    from used u
    inner join number n on n.n < 28
    group by all
),
adopted as (
    select feature, day, count(*) as new_adopters
    from (select feature, person_id, min(day) as day from used group by feature, person_id) first_use
    group by feature, day
),
grid as (
    select f.feature, a.day, a.active_users, a.mau, a.new_users
    from (select distinct feature from feature_event) f
    cross join daily_activity a
)
select
    p.project, g.feature, g.day,
    coalesce(o.users, 0) as users,
    g.active_users,
    coalesce(r.users, 0) as users_28d,
    g.mau as active_users_28d,
    coalesce(a.new_adopters, 0) as new_adopters,
    sum(coalesce(a.new_adopters, 0)) over (partition by g.feature order by g.day rows unbounded preceding) as adopters,
    sum(g.new_users) over (partition by g.feature order by g.day rows unbounded preceding) as seen_users,
    coalesce(o.events, 0) as events
from grid g
cross join params p
left join on_day o on o.feature = g.feature and o.day = g.day
left join rolling r on r.feature = g.feature and r.day = g.day
left join adopted a on a.feature = g.feature and a.day = g.day
