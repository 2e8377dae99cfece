-- known_copy_date: one row per UTC day that has a curated event of which a copy arrived; events before the horizon are as they are. Key: event_date.
select distinct event_date
from known_event_id
where event_id in (select event_id from arrived) and event_date >= (select first_day from horizon)
