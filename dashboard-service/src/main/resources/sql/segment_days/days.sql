-- days: one row per day of the range. Key: day. Null where the day is not told of.
select d.day::date as day, s.persons, s.all_persons, s.persons / nullif(s.all_persons, 0)::double precision as share
from generate_series(:from::date, :to::date, interval '1 day') as d(day)
left join bi.segment_sizes s on s.project = :project and s.scheme = :scheme and s.segment = :segment and s.day = d.day::date
order by d.day
