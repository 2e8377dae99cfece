-- person_feature_day: one row per feature, affected day and person who used it. Key: these.
select p.project, f.feature, e.day, left(e.person_id, 512) as person_id, count(*) as events
from reported_event e
inner join feature_event f on f.event_name = e.name
cross join params p
group by all
