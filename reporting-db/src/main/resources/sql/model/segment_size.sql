-- segment_size: one row per day, scheme and segment. Key: day, scheme, segment.
select
    p.project, c.day, c.scheme, c.segment, c.number, c.persons,
    cast(sum(c.persons) over (partition by c.day, c.scheme) as bigint) as all_persons,
    v.model_version
from counted_segment c
cross join params p
cross join segment_version v
