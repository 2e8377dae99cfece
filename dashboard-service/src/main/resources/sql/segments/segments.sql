-- segments: one row per segment of the scheme at the last day of the range that is told of, in their order. Key: segment.
with in_range as (
    select day, segment, number, persons, all_persons
    from bi.segment_sizes
    where project = :project and scheme = :scheme and day between :from and :to
),
told as (
    select min(day) as first_day, max(day) as last_day from in_range
)
select l.segment, l.persons, l.all_persons, t.last_day, f.persons as persons_before, t.first_day
from told t
inner join in_range l on l.day = t.last_day
left join in_range f on f.day = t.first_day and f.segment = l.segment
order by l.number
