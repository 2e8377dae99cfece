-- changed_identity: one row per identity that is now another person's. Key: identity_key.
select coalesce(n.identity_key, o.identity_key) as identity_key
from identity n
full join published_identity o on o.identity_key = n.identity_key
where n.person_id is distinct from o.person_id
