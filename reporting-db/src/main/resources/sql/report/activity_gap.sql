-- activity_gap: one row per day from the first affected one on and day on which the persons were active before. Key: these.
-- What lies before an affected day does not change with it: a gap belongs to the day that ends it.
-- Example: a person of days 1, 2 and 9 counts to (1, null), (2, 1) and (9, 2); of the range 2 to 9 to (2, 1) alone, whose day before lies outside.
with life as (
    select person_id, day, lag(day) over (partition by person_id order by day asc nulls last) as previous_day
    from activity
)
select p.project, l.day, l.previous_day, count(*) as users
from life l
cross join params p
where l.day >= (select min(day) from affected_day)
group by all
