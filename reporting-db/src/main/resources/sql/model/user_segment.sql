-- user_segment: one row per person that was scored. Key: person_id.
select
    p.project,
    s.person_id,
    cast(s.recency_days as integer) as recency_days,
    cast(s.active_days as integer) as active_days,
    cast(nullif(s.money, '') as double) as money,
    cast(s.recency_score as integer) as recency_score,
    cast(s.frequency_score as integer) as frequency_score,
    cast(nullif(s.money_score, '') as integer) as money_score,
    s.segment,
    cast(nullif(s.cluster_number, '') as integer) as cluster_number,
    nullif(s.cluster, '') as cluster,
    v.as_of,
    v.model_version,
    cast(v.scored_at as timestamp) as scored_at
from segmented s
cross join params p
cross join segment_version v
