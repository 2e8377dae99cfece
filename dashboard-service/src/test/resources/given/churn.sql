-- given: scores of project orchard's persons, by their number; and projects garden and plaza, of which the ETL knows other things of models.
insert into mart.churn_score
select
    'orchard', person_id, probability, ntile(10) over (order by probability desc, person_id),
    case when n % 5 < 3 then 'silent for ' || round(1.5 + n % 4 * 0.7, 1) || ' times the usual pause' else 'last active ' || 1 + n % 20 || case when n % 20 = 0 then ' day before' else ' days before' end end,
    case n % 4 when 0 then 'active less often than before' when 1 then 'active on ' || 1 + n % 3 || case when n % 3 = 0 then ' day' else ' days' end when 2 then n % 9 || '.5 % of events are errors' end,
    case when n % 7 = 0 then 'not on iOS' end,
    3, date '2026-11-05', 28, 3, timestamp '2026-11-05 00:12:09'
from (select person_id, substr(person_id, 2)::int as n from mart.person where project = 'orchard') p
cross join lateral (select least(0.97, 0.82 * exp(-(n * 37 % 1000) / 220.0) + 0.005) as probability) q
where n % 7 < 2;

insert into mart.daily_activity
select project, date '2024-03-09', 3, 1, 2, 0, 0, 3, 3, 3, 3, 0, 9, 90, 30, true
from (values ('garden'), ('plaza')) p (project);
