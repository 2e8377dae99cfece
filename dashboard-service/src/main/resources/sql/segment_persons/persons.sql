-- persons: one row per person who is in the segment now, the most active first, at most 100. Key: person_id.
select
    person_id, segment, recency_score, frequency_score, money_score, recency_days, active_days, money::double precision as money, cluster, as_of,
    count(*) over () as all_persons
from bi.user_segments
where project = :project and ((:scheme = 'rfm' and segment = :segment) or (:scheme = 'cluster' and cluster = :segment))
order by active_days desc, person_id
limit 100
