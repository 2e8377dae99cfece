-- funnel_scope: one row: the first day whose events changed, and the moment at which it begins; the day from which on entries can reach into it; and the day
-- and moment from which on entries are reported anew: the same, but not before the days whose events are kept. Key: none.
with scope as (
    select
        min(d.day) as changed_from,
        -- a day more, since days can have 25 hours
        add_days(min(d.day), -(cast(ceil(coalesce(any_value(f.longest_us), 0) / 86400000000.0) as integer) + 1)) as known_from,
        any_value(h.reports_from) as kept_from,
        any_value(p.time_zone) as time_zone
    from event_day d
    cross join params p
    cross join horizon h
    cross join (select max(window_us) as longest_us from funnel) f
),
bounded as (
    select *, case when known_from < kept_from then kept_from else known_from end as reported_from from scope
)
select
    changed_from,
    epoch_us_of(to_utc_ts(cast(changed_from as timestamp), time_zone)) as changed_from_us,
    known_from,
    reported_from,
    to_utc_ts(cast(reported_from as timestamp), time_zone) as reported_from_at
from bounded
