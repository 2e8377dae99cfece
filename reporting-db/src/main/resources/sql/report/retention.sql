-- retention: one row per kind of period, cohort and number of periods since, up to 90 days, 52 weeks and 24 months. Key: period, cohort_start, n.
with kind as (
    select 'day' as period, 90 as longest
    union all
    select 'week', 52
    union all
    select 'month', 24
),
active_period as (
    select distinct
        k.period,
        k.longest,
        a.person_id,
        case k.period
            when 'day' then a.day
            when 'week' then add_days(a.day, -((iso_dow(a.day) - p.week_starts_on + 7) % 7))
            else cast(date_trunc('month', a.day) as date)
        end as period_start
    from activity a
    cross join kind k
    cross join params p
),
counted as (
    -- period_number: periods since a fixed one, so that differences are numbers of periods
    select
        *,
        case period
            when 'day' then days_between(date '1970-01-05', period_start)
            when 'week' then cast(floor(days_between(date '1969-12-22', period_start) / 7) as bigint)
            else extract(year from period_start) * 12 + extract(month from period_start)
        end as period_number
    from active_period
),
person as (
    select period, longest, person_id, min(period_number) as first_number, max(period_number) as last_number, min(period_start) as cohort_start
    from counted
    group by all
),
cohort as (
    select period, longest, cohort_start, first_number, count(*) as cohort_size
    from person
    group by all
),
horizon as (
    select period, max(period_number) as last_number
    from counted
    group by period
),
data_end as (
    select max(day) as last_day from activity
),
grid as (
    select c.period, c.cohort_start, c.first_number, c.cohort_size, n.n
    from cohort c
    inner join horizon h on h.period = c.period
    inner join number n on n.n <= c.longest and n.n <= h.last_number - c.first_number
),
on_period as (
    select p.period, p.cohort_start, cast(c.period_number - p.first_number as integer) as n, count(*) as persons
    from counted c
    inner join person p on p.period = c.period and p.person_id = c.person_id
    group by all
),
until_period as (
    -- persons by the last period in which they were seen
    select period, cohort_start, cast(last_number - first_number as integer) as last_n, count(*) as persons
    from person
    group by all
),
or_after as (
    select g.period, g.cohort_start, g.n, sum(u.persons) as persons
    from grid g
    inner join until_period u on u.period = g.period and u.cohort_start = g.cohort_start and u.last_n >= g.n
    group by all
),
ended as (
    select
        g.*,
        case g.period
            when 'day' then add_days(g.cohort_start, g.n)
            when 'week' then add_days(g.cohort_start, g.n * 7 + 6)
            else add_days(add_months(g.cohort_start, g.n + 1), -1)
        end as last_day_of_period
    from grid g
)
select
    p.project,
    e.period,
    e.cohort_start,
    e.n,
    e.cohort_size,
    coalesce(o.persons, 0) as retained_on,
    coalesce(a.persons, 0) as retained_on_or_after,
    e.last_day_of_period <= d.last_day
        and to_utc_ts(cast(add_days(e.last_day_of_period, 1) as timestamp), p.time_zone) <= f.complete_until as is_mature
from ended e
cross join params p
cross join freshness f
cross join data_end d
left join on_period o on o.period = e.period and o.cohort_start = e.cohort_start and o.n = e.n
left join or_after a on a.period = e.period and a.cohort_start = e.cohort_start and a.n = e.n
