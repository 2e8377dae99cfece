-- known_copy_date: one row per UTC day that has a curated event of which a copy arrived. Key: event_date.
select distinct event_date
from known_event_id
where event_id in (select event_id from arrived)
