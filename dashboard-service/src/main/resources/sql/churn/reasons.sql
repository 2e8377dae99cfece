-- reasons: one row per reason, its numbers left out, the most frequent first, at most 12. Key: reason.
-- A person has up to three, so persons must not be added.
with reason as (
    select
        s.decile,
        s.probability,
        regexp_replace(regexp_replace(r.words, '[0-9]+([.][0-9]+)?', '…', 'g'), '… (day|session|event|minute)\M', '… \1s') as reason
    from bi.churn_scores s
    left join bi.users u on u.project = s.project and u.person_id = s.person_id
    cross join lateral (values (s.reason_1), (s.reason_2), (s.reason_3)) as r (words)
    where
        s.project = :project
        and (:platform = '' or u.platform = :platform)
        and (:country = '' or u.country = :country)
        and r.words is not null
)
select reason, count(*) as persons, count(*) filter (where decile = 1) as top_persons, avg(probability)::double precision as probability
from reason
group by reason
order by count(*) desc, reason
limit 12
