-- changed_identity_session_date: one row per UTC day on which sessions began that are now another person's. Key: event_date.
select distinct event_date
from session
where identity_key(coalesce(user_id, signed_in_user_id), instance_id, is_signed_out) in (select identity_key from changed_identity)
