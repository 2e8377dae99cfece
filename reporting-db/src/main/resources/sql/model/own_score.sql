-- own_score: one row per person and name of a score that an owner's model told. Key: person_id, score_name.
select
    p.project, v.model, s.person_id, s.score_name, s.score, s.label, s.reason, v.model_version, cast(v.scored_at as timestamp) as scored_at
from scored s
cross join params p
cross join own_version v
