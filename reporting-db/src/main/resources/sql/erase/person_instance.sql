-- person_instance: one row per instance from which events of the person came; is_theirs: nobody else used it, or it was asked for. Key: instance_id.
with used as (
    select
        instance_id,
        bool_and(identity_key(user_id, instance_id, is_signed_out) in (select identity_key from person_key)) as is_theirs,
        bool_or(identity_key(user_id, instance_id, is_signed_out) in (select identity_key from person_key)) as is_used
    from daily
    where instance_id is not null
    group by instance_id
)
select instance_id, is_theirs or instance_id in (select id from asked_instance) as is_theirs
from used
where is_used
union
select id, true from asked_instance
