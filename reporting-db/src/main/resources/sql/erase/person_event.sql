-- person_event: one row per curated event of the person: theirs by all that was said, and those that name them as who somebody was before. Key: event_id.
select e.event_id, e.event_date
from event e
where
    identity_key(coalesce(e.signed_in_user_id, e.user_id), e.instance_id, e.is_signed_out) in (select identity_key from person_key)
    or e.previous_id in (select id from person_id)
    or e.previous_id in (select instance_id from person_instance where is_theirs)
    or (e.user_id is null and e.instance_id in (select instance_id from person_instance where is_theirs))
