-- person_id: one row per id of the person who is asked for by a user's id, aliases included. Key: id.
with asked as (
    select u.id, coalesce(l.person_id, u.id) as person_id
    from asked_user u
    left join alias l on l.previous_id = u.id
)
select id from asked
union
select person_id from asked
union
select l.previous_id
from alias l
inner join asked a on a.person_id = l.person_id
