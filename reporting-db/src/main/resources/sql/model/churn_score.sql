-- churn_score: one row per person that was scored. Key: person_id.
select
    p.project,
    s.person_id,
    cast(s.probability as double) as probability,
    ntile(10) over (order by cast(s.probability as double) desc nulls last, s.person_id nulls last) as decile,
    nullif(s.reason_1, '') as reason_1,
    nullif(s.reason_2, '') as reason_2,
    nullif(s.reason_3, '') as reason_3,
    v.model_version,
    v.as_of,
    v.window_days,
    v.gap_days,
    cast(v.scored_at as timestamp) as scored_at
from scored s
cross join params p
cross join score_version v
