-- part_cohorts: one row per cohort and n, of the latest cohorts that start on or before a day, for the persons who began on that platform, in that country, with that version. Key: cohort_start, n.
-- Periods, and which of them are over, are those of all people. Cohorts whose days were removed from bi.person_days are left out.
with removed as (
    select case when d.first_day < p.first_day then p.first_day end as until
    from (select min(day) as first_day from bi.daily_activity where project = :project) d
    cross join (select min(day) as first_day from bi.person_days where project = :project) p
),
cohort as (
    select r.cohort_start
    from bi.retention r
    cross join removed d
    where
        r.project = :project
        and r.period = :period
        and r.n = 0
        and r.cohort_start <= :until
        and r.cohort_size > 0
        and (d.until is null or r.cohort_start >= d.until)
    order by r.cohort_start desc
    limit :cohorts
),
began as (
    select
        u.person_id,
        case :period
            when 'day' then u.first_day
            -- weeks begin as those of the cohorts do, also before the first of them
            when 'week' then u.first_day - ((u.first_day - c.first_start) % 7 + 7) % 7
            else date_trunc('month', u.first_day)::date
        end as cohort_start
    from bi.users u
    cross join (select min(cohort_start) as first_start from cohort) c
    where
        u.project = :project
        and (:platform = '' or u.first_platform = :platform)
        and (:country = '' or u.first_country = :country)
        and (:app_version = '' or u.first_app_version = :app_version)
),
person as (
    -- from the first cohort on, and not: of these cohorts, which is taken for so few persons that each has their days looked up
    select cohort_start, person_id
    from began
    where cohort_start >= (select min(cohort_start) from cohort)
),
active as (
    select distinct
        p.cohort_start,
        p.person_id,
        case :period
            when 'day' then a.day - p.cohort_start
            when 'week' then (a.day - p.cohort_start) / 7
            else ((date_part('year', a.day) - date_part('year', p.cohort_start)) * 12 + date_part('month', a.day) - date_part('month', p.cohort_start))::integer
        end as n
    from person p
    inner join bi.person_days a on a.project = :project and a.person_id = p.person_id
    where a.day >= (select min(cohort_start) from cohort)
),
on_period as (
    select cohort_start, n, count(*) as persons
    from active
    group by cohort_start, n
),
until_period as (
    -- persons by the last period in which they were seen, all later ones being one
    select cohort_start, least(last_n, :steps) as n, count(*) as persons
    from (select cohort_start, max(n) as last_n from active group by cohort_start, person_id) seen
    group by 1, 2
),
size as (
    select cohort_start, count(*) as cohort_size
    from person
    group by cohort_start
)
select
    r.cohort_start,
    r.n,
    s.cohort_size,
    coalesce(o.persons, 0) as retained_on,
    coalesce(sum(u.persons) over (partition by r.cohort_start order by r.n desc), 0)::bigint as retained_on_or_after,
    r.is_mature
from bi.retention r
inner join cohort c on c.cohort_start = r.cohort_start
inner join size s on s.cohort_start = r.cohort_start
left join on_period o on o.cohort_start = r.cohort_start and o.n = r.n
left join until_period u on u.cohort_start = r.cohort_start and u.n = r.n
where r.project = :project and r.period = :period and r.n <= :steps
order by r.cohort_start, r.n
