-- sessions: one row per session, as owners' queries see it: the curated one. Key: project, session_id.
select p.project, s.*
from curated_session s
cross join params p
