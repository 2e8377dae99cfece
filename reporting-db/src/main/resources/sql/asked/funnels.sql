-- funnels: one row per asked day of entry and step of the one funnel that was asked for, as bi.funnels has them. Key: day, step.
select
    d.day, d.step, d.steps, d.event_name, d.window_seconds, d.entered, d.reached_previous, d.converted, d.median_seconds,
    coalesce(d.mature_at <= f.complete_until, false) as is_mature
from funnel_daily d
inner join asked a on d.day >= a.first_day and d.day <= a.last_day
cross join (select max(cast(complete_until as timestamp)) as complete_until from freshness) f
