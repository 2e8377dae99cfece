-- segment_flow: one row per pair of days, scheme and pair of segments. Key: from_day, to_day, scheme, from_segment, to_segment.
select p.project, c.from_day, c.to_day, c.scheme, c.from_segment, c.to_segment, c.persons, v.model_version
from counted_flow c
cross join params p
cross join segment_version v
