-- session: one row per curated session of the part of the people that is asked for. Key: session_id.
-- Of a session's platform, country and version, those of its last event, as bi.sessions has them.
select s.*
from curated_session s
cross join asked a
where (a.platform = '' or s.platform = a.platform)
    and (a.country = '' or left(s.country, 64) = a.country)
    and (a.app_version = '' or left(s.app_version, 64) = a.app_version)
