-- identity: one row per way in which events name a person who is counted under another id. Key: identity_key.
-- The user who is signed in; before the first sign-in on an instance, its first user; else the instance. Aliases come last.
with actor as (
    select distinct identity_key(user_id, instance_id, is_signed_out) as identity_key, user_id, is_signed_out, instance_id
    from daily
),
named as (
    select distinct
        a.identity_key,
        coalesce(a.user_id, a.instance_id) as named_id,
        coalesce(a.user_id, case when not coalesce(a.is_signed_out, false) then f.user_id end, a.instance_id) as joined_id
    from actor a
    left join first_user f on f.instance_id = a.instance_id and a.user_id is null
),
joined as (
    select n.identity_key, n.named_id, coalesce(l.person_id, n.joined_id) as person_id
    from named n
    left join alias l on l.previous_id = n.joined_id
)
select identity_key, any_value(person_id) as person_id
from joined
where person_id <> named_id
group by identity_key
