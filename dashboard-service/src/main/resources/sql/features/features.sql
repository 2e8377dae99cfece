-- features: one row per declared feature in the range, the most adopted first. Key: feature.
-- Distinct counts of several days must not be added: those of 28 days, and of all days so far, are of the last day of the range.
with in_range as (
    select feature, day, users, users_28d, active_users_28d, new_adopters, adopters, seen_users, events
    from bi.feature_adoption
    where project = :project and day between :from and :to
),
latest as (
    select max(day) as day from in_range
)
select
    i.feature,
    max(i.users_28d) filter (where i.day = l.day) as users_28d,
    max(i.active_users_28d) filter (where i.day = l.day) as active_users_28d,
    max(i.adopters) filter (where i.day = l.day) as adopters,
    max(i.seen_users) filter (where i.day = l.day) as seen_users,
    sum(i.new_adopters)::bigint as new_adopters,
    sum(i.events)::bigint as events,
    avg(i.users)::double precision as users_per_day,
    max(l.day) as last_day
from in_range i
cross join latest l
group by i.feature
order by 2 desc nulls last, i.feature
