-- day_completeness: one row per day with events. Key: day.
select
    p.project,
    d.day,
    to_utc_ts(cast(add_days(d.day, 1) as timestamp), p.time_zone) <= f.complete_until as is_complete,
    f.complete_until as watermark,
    sum(d.events) as events,
    max(d.last_received_at) as last_received_at,
    coalesce(sum(d.late_1m_1h_events), 0) as late_1m_1h_events,
    coalesce(sum(d.late_1h_1d_events), 0) as late_1h_1d_events,
    coalesce(sum(d.late_1d_7d_events), 0) as late_1d_7d_events,
    coalesce(sum(d.late_over_7d_events), 0) as late_over_7d_events
from daily d
cross join params p
cross join freshness f
group by d.day, p.project, p.time_zone, f.complete_until
