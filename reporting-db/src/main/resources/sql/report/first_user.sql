-- first_user: one row per instance on which anybody ever signed in: the first one. Key: instance_id.
select instance_id, min_by(user_id, (said_at, user_id)) as user_id
from statement
where kind = 'user' and user_id is not null
group by instance_id
