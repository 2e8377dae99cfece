-- features: one row per asked day and declared feature, as bi.feature_adoption has them. Key: day, feature.
select
    d.day, d.feature, d.users, d.active_users, d.users_28d, d.active_users_28d,
    cast(d.new_adopters as bigint) as new_adopters, cast(d.adopters as bigint) as adopters, cast(d.seen_users as bigint) as seen_users, cast(d.events as bigint) as events
from feature_daily d
inner join asked a on d.day >= a.first_day and d.day <= a.last_day
