-- suppressed_line: one row per readable line of a person who was erased, which is not curated. Key: arrived_id.
-- The rule is that of Suppressions in the ETL: the line names one of their users, as who did it or as who somebody was before, or comes from an instance of theirs and names nobody.
with salt as (
    select distinct salt from suppression
),
hashed as (
    select
        l.arrived_id, l.raw_object, l.user_id is null as is_anonymous,
        sha256_hex(s.salt || p.project || '|u|' || l.user_id) as user_hash,
        sha256_hex(s.salt || p.project || '|i|' || l.instance_id) as instance_hash,
        sha256_hex(s.salt || p.project || '|u|' || l.previous_id) as previous_user_hash,
        sha256_hex(s.salt || p.project || '|i|' || l.previous_id) as previous_instance_hash
    from readable_line l
    cross join salt s
    cross join params p
)
select arrived_id, raw_object
from hashed
where
    user_hash in (select id_hash from suppression)
    or (is_anonymous and instance_hash in (select id_hash from suppression))
    or previous_user_hash in (select id_hash from suppression)
    or previous_instance_hash in (select id_hash from suppression)
