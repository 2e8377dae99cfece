-- tenths: one row per tenth of the persons that were chosen, the most likely to leave first. Key: tenth.
select
    s.decile as tenth,
    count(*) as persons,
    sum(s.probability)::double precision as expected,
    avg(s.probability)::double precision as probability,
    min(s.probability)::double precision as lowest,
    max(s.probability)::double precision as highest
from bi.churn_scores s
left join bi.users u on u.project = s.project and u.person_id = s.person_id
where s.project = :project and (:platform = '' or u.platform = :platform) and (:country = '' or u.country = :country)
group by s.decile
order by s.decile
