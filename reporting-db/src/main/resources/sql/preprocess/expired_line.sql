-- expired_line: one row per readable line of a day that retention has taken out of the curated data, whether it was curated once or not. Key: arrived_id.
select arrived_id, raw_object
from readable_line
where
    arrived_id not in (select arrived_id from suppressed_line)
    and event_date < (select first_day from horizon)
