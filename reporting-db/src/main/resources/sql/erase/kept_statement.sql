-- kept_statement: one row per statement before the horizon, without the person's: no events are left that would tell whose they are. Key: as in curated/statements.
select *
from older_statement
where
    coalesce(user_id not in (select id from person_id), true)
    and (user_id is not null or instance_id is null or instance_id not in (select instance_id from person_instance where is_theirs))
    and coalesce(previous_id not in (select id from person_id), true)
    and coalesce(previous_id not in (select instance_id from person_instance where is_theirs), true)
