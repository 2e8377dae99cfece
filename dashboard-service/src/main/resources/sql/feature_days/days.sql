-- days: one row per day of the range for one feature, no figures where the project has no data. Key: day.
select
    d.day::date as day,
    f.users_28d::double precision / nullif(f.active_users_28d, 0) as adoption,
    f.users_28d,
    f.active_users_28d,
    f.users,
    f.new_adopters,
    f.events,
    a.is_complete
from generate_series(:from::date, :to::date, interval '1 day') as d(day)
left join bi.feature_adoption f on f.project = :project and f.feature = :feature and f.day = d.day::date
left join bi.daily_activity a on a.project = :project and a.day = d.day::date
order by d.day
