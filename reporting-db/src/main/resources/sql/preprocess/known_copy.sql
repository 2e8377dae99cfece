-- known_copy: one row per curated event of which a copy arrived; those of objects that are read again do not count. Key: event_id.
select k.event_id, k.received_at, k.event_date, k.actor_key, k.occurred_at, k.raw_object
from known_copied_day k
where
    k.event_id in (select event_id from arrived)
    and coalesce(k.raw_object, '') not in (select object_key from read_again)
