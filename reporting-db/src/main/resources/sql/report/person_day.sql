-- person_day: one row per affected day and person active on it. Key: day, person_id.
select p.project, a.day, left(a.person_id, 512) as person_id, sum(a.events) as events
from activity a
cross join params p
where a.day in (select day from affected_day)
group by all
