-- funnel_daily: one row per funnel, day of entry and step. Key: these.
with entered as (
    select funnel, day, count(*) as entered
    from funnel_entry
    group by funnel, day
),
reached as (
    select
        funnel, day, step,
        count(*) as converted,
        percentile_cont(0.5) within group (order by cast(at_us - entered_us as double)) as median_us
    from funnel_reach
    group by funnel, day, step
)
select
    p.project, e.funnel, e.day, s.step, f.steps,
    case when f.is_sequential or s.step = 1 then s.event_name else '(any)' end as event_name,
    cast(floor(f.window_us / 1000000) as bigint) as window_seconds,
    e.entered,
    case when s.step = 1 then e.entered else coalesce(b.converted, 0) end as reached_previous,
    coalesce(r.converted, 0) as converted,
    cast(round(r.median_us) / 1000000 as decimal(14, 6)) as median_seconds,
    ts_of_epoch_us(epoch_us_of(to_utc_ts(cast(add_days(e.day, 1) as timestamp), p.time_zone)) + f.window_us) as mature_at
from entered e
inner join funnel f on f.funnel = e.funnel
inner join funnel_step s on s.funnel = e.funnel
cross join params p
left join reached r on r.funnel = e.funnel and r.day = e.day and r.step = s.step
left join reached b on b.funnel = e.funnel and b.day = e.day and b.step = s.step - 1
