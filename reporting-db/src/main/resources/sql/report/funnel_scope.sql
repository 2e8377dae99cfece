-- funnel_scope: one row: the first day whose events changed, the moment at which it begins, and the day from which on entries can reach into it. Key: none.
select
    min(d.day) as changed_from,
    epoch_us_of(to_utc_ts(cast(min(d.day) as timestamp), any_value(p.time_zone))) as changed_from_us,
    -- a day more, since days can have 25 hours
    add_days(min(d.day), -(cast(ceil(coalesce(any_value(f.longest_us), 0) / 86400000000.0) as integer) + 1)) as reported_from
from affected_day d
cross join params p
cross join (select max(window_us) as longest_us from funnel) f
