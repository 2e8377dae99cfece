-- changed_identity_date: one row per UTC day with events that are now another person's. Key: event_date.
select distinct event_date
from daily
where identity_key(user_id, instance_id, is_signed_out) in (select identity_key from changed_identity)
