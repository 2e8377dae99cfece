-- events: one row per event, as owners' queries of persons see it: the curated one, with whose it is. Key: project, event_id.
select
    p.project,
    left(coalesce(i.person_id, e.signed_in_user_id, e.user_id, e.instance_id), 512) as person_id,
    e.*
from curated_event e
left join identity i on i.identity_key = identity_key(coalesce(e.signed_in_user_id, e.user_id), e.instance_id, e.is_signed_out)
cross join params p
