-- arrived: one row per line of the new raw objects that is to be curated. Key: arrived_id.
select *
from readable_line
where
    arrived_id not in (select arrived_id from suppressed_line)
    and event_date >= (select first_day from horizon)
