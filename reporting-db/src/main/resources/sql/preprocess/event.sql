-- event: one row per event of the affected days, as it will be curated. Key: event_id.
select a.* exclude (arrived_id), p.session_id, p.session_start, p.session_index
from arrived a
inner join placed_event p on p.arrived_id = a.arrived_id
union all by name
select
    k.* exclude (session_id, session_start, session_index),
    coalesce(p.session_id, k.session_id) as session_id,
    coalesce(p.session_start, k.session_start) as session_start,
    coalesce(p.session_index, k.session_index) as session_index
from known_event k
left join placed_event p on p.event_id = k.event_id and p.arrived_id = 0
where k.event_id not in (select event_id from removed)
