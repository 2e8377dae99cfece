-- What models that owners bring say of persons.

-- one row per project, model, person and name of a score. Key: project, model, person_id, score_name.
create table mart.own_score (
    project varchar(64) not null,
    model varchar(64) not null,
    person_id varchar(512) not null,
    score_name varchar(64) not null,
    score double precision not null check (score between -1e12 and 1e12),
    label varchar(255),
    reason varchar(255),
    model_version integer not null,
    scored_at timestamp not null,
    primary key (project, model, person_id, score_name)
);
-- by which a person is erased
create index on mart.own_score (project, person_id);

create view bi.own_scores as
select project, model, person_id, score_name, score::numeric(20, 6) as score, label, reason, model_version, scored_at
from mart.own_score;
comment on view bi.own_scores is 'One row per project, model that the owner of this installation brought, person and name of a score: what the model says of the person. What a score means, its owner knows. Read it for one model and score_name at a time.';
comment on column bi.own_scores.project is 'Id of the project.';
comment on column bi.own_scores.model is 'The model, as its file declares it.';
comment on column bi.own_scores.person_id is 'The person, as in bi.users.';
comment on column bi.own_scores.score_name is 'Which of the model''s scores it is; score where it has only one.';
comment on column bi.own_scores.score is 'The score, to six decimals. Do not sum or compare it over models or names.';
comment on column bi.own_scores.label is 'What the score is called, such as a class; empty where the model names none.';
comment on column bi.own_scores.reason is 'Why, in the model''s words; empty where it gives none.';
comment on column bi.own_scores.model_version is 'Version of the model; the API of the ETL has its card.';
comment on column bi.own_scores.scored_at is 'When the scores were taken over, UTC.';

grant select on all tables in schema bi to bi_reader;
