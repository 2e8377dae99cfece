-- persons: one row per person that was chosen, the most likely to leave first, at most 100. Key: person_id.
select
    s.person_id,
    s.probability::double precision as probability,
    s.decile as tenth,
    s.reason_1,
    s.reason_2,
    s.reason_3,
    u.last_seen_at at time zone 'UTC' as last_seen_at,
    u.active_days,
    u.platform,
    u.country,
    count(*) over () as all_persons
from bi.churn_scores s
left join bi.users u on u.project = s.project and u.person_id = s.person_id
where
    s.project = :project
    and (:platform = '' or u.platform = :platform)
    and (:country = '' or u.country = :country)
    and (:tenth = '' or s.decile::text = :tenth)
    and (
        :reason = ''
        or exists (
            select 1
            from (values (s.reason_1), (s.reason_2), (s.reason_3)) as r (words)
            where regexp_replace(regexp_replace(r.words, '[0-9]+([.][0-9]+)?', '…', 'g'), '… (day|session|event|minute)\M', '… \1s') = :reason
        )
    )
order by s.probability desc, s.person_id
limit 100
