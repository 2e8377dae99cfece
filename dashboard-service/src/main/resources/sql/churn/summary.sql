-- summary: one row for the persons that have a score and were chosen. Key: none.
select
    count(*) as persons,
    coalesce(sum(s.probability), 0)::double precision as expected,
    count(*) filter (where s.decile = 1) as top_persons,
    coalesce(sum(s.probability) filter (where s.decile = 1), 0)::double precision as top_expected,
    max(s.as_of) as as_of,
    max(s.window_days) as window_days,
    max(s.gap_days) as gap_days,
    max(s.model_version) as model_version,
    max(s.scored_at) at time zone 'UTC' as scored_at
from bi.churn_scores s
left join bi.users u on u.project = s.project and u.person_id = s.person_id
where s.project = :project and (:platform = '' or u.platform = :platform) and (:country = '' or u.country = :country)
