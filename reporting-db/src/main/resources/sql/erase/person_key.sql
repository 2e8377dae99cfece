-- person_key: one row per way in which events name the person: users, and instances as long as nobody else was signed in. Key: identity_key.
select 'u:' || id as identity_key from person_id
union
select i.identity_key
from identity i
where i.person_id in (select id from person_id)
union
-- an alias may join instances
select k.kind || p.id
from person_id p
cross join (select 'i:' as kind union all select 'o:') k
where (select count(*) from person_id) > 1
union
select k.kind || a.id
from asked_instance a
cross join (select 'i:' as kind union all select 'o:') k
