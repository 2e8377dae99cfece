-- daily_activity: one row per day up to the last one that is asked for: how many persons of the part are active, in 28 days too, and for the first time. Key: day.
-- The days are those of all people: somebody is of the 28 days up to a day also where nobody of the part comes on it.
-- A person counts from an active day on for 28 days, or until the next one, from which on they count by that: so nobody counts twice.
with calendar as (
    select add_days(b.first_day, n.n) as day
    from (select min(cast(day as date)) as first_day, max(cast(day as date)) as last_day from reported_day) b
    cross join asked a
    inner join number n on n.n <= days_between(b.first_day, least(b.last_day, a.last_day))
),
life as (
    select
        day,
        lag(day) over (partition by person_id order by day) is null as is_new,
        least(lead(day) over (partition by person_id order by day), add_days(day, 28)) as until
    from activity
),
active as (
    select day, count(*) as active_users, count(*) filter (where is_new) as new_users
    from life
    group by day
),
gone as (
    select until as day, count(*) as persons
    from life
    group by until
)
select
    c.day,
    coalesce(a.active_users, 0) as active_users,
    cast(sum(coalesce(a.active_users, 0) - coalesce(g.persons, 0)) over (order by c.day) as bigint) as mau,
    coalesce(a.new_users, 0) as new_users
from calendar c
left join active a on a.day = c.day
left join gone g on g.day = c.day
