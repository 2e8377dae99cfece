-- funnel_scope: one row: the first day whose events changed, the moment at which it begins, and the day and moment from which on entries can reach into it. Key: none.
with scope as (
    select
        min(d.day) as changed_from,
        -- a day more, since days can have 25 hours
        add_days(min(d.day), -(cast(ceil(coalesce(any_value(f.longest_us), 0) / 86400000000.0) as integer) + 1)) as reported_from,
        any_value(p.time_zone) as time_zone
    from affected_day d
    cross join params p
    cross join (select max(window_us) as longest_us from funnel) f
)
select
    changed_from,
    epoch_us_of(to_utc_ts(cast(changed_from as timestamp), time_zone)) as changed_from_us,
    reported_from,
    to_utc_ts(cast(reported_from as timestamp), time_zone) as reported_from_at
from scope
