-- flows: one row per pair of segments between the last day of the range that is told of and 7 or 28 days before, the largest first. Key: from_segment, to_segment.
with told as (
    select max(to_day) as to_day
    from bi.segment_flows
    where project = :project and scheme = :scheme and days::varchar = :over and to_day between :from and :to
)
select f.from_day, f.to_day, f.from_segment, f.to_segment, f.persons
from bi.segment_flows f
inner join told t on t.to_day = f.to_day
where f.project = :project and f.scheme = :scheme and f.days::varchar = :over
order by f.persons desc, f.from_segment, f.to_segment
