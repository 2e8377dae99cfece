-- kept_session: one row per session that began before the horizon, without the person's: no events are left that would tell whose they are. Key: as in curated/sessions.
select *
from older_session
where
    coalesce(identity_key(coalesce(user_id, signed_in_user_id), instance_id, is_signed_out) not in (select identity_key from person_key), true)
    and (user_id is not null or instance_id is null or instance_id not in (select instance_id from person_instance where is_theirs))
