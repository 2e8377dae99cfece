-- changed_identity_date: one row per UTC day on which an instance's events changed their person. Key: event_date.
select distinct coalesce(n.event_date, o.event_date) as event_date
from identity_day n
full join published_identity_day o on o.instance_id = n.instance_id and o.event_date = n.event_date
where n.user_id is distinct from o.user_id
