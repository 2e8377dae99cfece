-- added: one row per event that this run adds to the curated data. Key: event_id.
select a.*
from arrived a
inner join claim c on c.event_id = a.event_id and c.arrived_id = a.arrived_id
where c.claim_place = 1
