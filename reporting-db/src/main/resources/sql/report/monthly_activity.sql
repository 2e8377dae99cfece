-- monthly_activity: one row per calendar month from the first month with events to the last. Key: month.
with person_month as (
    select
        person_id,
        cast(date_trunc('month', day) as date) as month,
        -- so that differences are numbers of months
        cast(extract(year from day) * 12 + extract(month from day) as bigint) as month_number,
        sum(events) as events,
        count(*) as active_days
    from activity
    group by all
),
bounds as (
    select min(month) as first_month, min(month_number) as first_number, max(month_number) as last_number from person_month
),
calendar as (
    select add_months(b.first_month, n.n) as month
    from bounds b
    inner join number n on n.n <= b.last_number - b.first_number
),
life as (
    select
        *,
        lag(month_number) over (partition by person_id order by month_number) as previous_number,
        lead(month_number) over (partition by person_id order by month_number) as next_number
    from person_month
),
active as (
    select
        month,
        count(*) as active_users,
        count(*) filter (where previous_number is null) as new_users,
        count(*) filter (where month_number - previous_number = 1) as returning_users,
        count(*) filter (where month_number - previous_number > 1) as resurrected_users,
        sum(active_days) as active_user_days,
        sum(events) as events
    from life
    group by month
),
dormant as (
    select add_months(month, 1) as month, count(*) as dormant_users
    from life
    where next_number is null or next_number - month_number > 1
    group by all
),
session_month as (
    select
        cast(date_trunc('month', day) as date) as month,
        count(*) as sessions,
        count(*) filter (where is_engaged) as engaged_sessions,
        sum(duration_us) as total_us,
        percentile_cont(0.5) within group (order by duration_us) as median_us
    from person_session
    group by all
)
select
    p.project,
    c.month,
    coalesce(a.active_users, 0) as active_users,
    coalesce(a.new_users, 0) as new_users,
    coalesce(a.returning_users, 0) as returning_users,
    coalesce(a.resurrected_users, 0) as resurrected_users,
    coalesce(d.dormant_users, 0) as dormant_users,
    coalesce(a.active_user_days, 0) as active_user_days,
    coalesce(s.sessions, 0) as sessions,
    coalesce(s.engaged_sessions, 0) as engaged_sessions,
    coalesce(s.sessions - s.engaged_sessions, 0) as bounced_sessions,
    coalesce(a.events, 0) as events,
    cast(coalesce(s.total_us, 0) / 1000000.0 as decimal(18, 6)) as total_session_seconds,
    cast(round(s.median_us) / 1000000 as decimal(14, 6)) as median_session_seconds,
    to_utc_ts(cast(add_months(c.month, 1) as timestamp), p.time_zone) <= f.complete_until as is_complete
from calendar c
cross join params p
cross join freshness f
left join active a on a.month = c.month
left join dormant d on d.month = c.month
left join session_month s on s.month = c.month
