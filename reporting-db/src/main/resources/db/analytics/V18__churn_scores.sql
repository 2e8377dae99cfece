-- Who is about to leave, by the model that is champion.

-- one row per project and person that was active lately. Key: project, person_id.
create table mart.churn_score (
    project varchar(64) not null,
    person_id varchar(512) not null,
    probability double precision not null,
    decile integer not null,
    reason_1 varchar(128),
    reason_2 varchar(128),
    reason_3 varchar(128),
    model_version integer not null,
    as_of date not null,
    window_days integer not null,
    gap_days integer not null,
    scored_at timestamp not null,
    primary key (project, person_id)
);

create view bi.churn_scores as
select
    project, person_id, probability::numeric(7, 6) as probability, decile, reason_1, reason_2, reason_3, as_of, window_days, gap_days, model_version, scored_at
from mart.churn_score;
comment on view bi.churn_scores is 'One row per project and person who was active lately: how likely they are to leave, and why. Empty where no model finds leavers better than the time since the last visit does.';
comment on column bi.churn_scores.project is 'Id of the project.';
comment on column bi.churn_scores.person_id is 'The person, as in bi.users.';
comment on column bi.churn_scores.probability is 'Probability of leaving within the window, 0 to 1, calibrated: of persons with 0.3 about three in ten leave. Summed over persons it is how many are expected to.';
comment on column bi.churn_scores.decile is '1 for the tenth of the persons most likely to leave, to 10 for the least likely.';
comment on column bi.churn_scores.reason_1 is 'What speaks most for leaving, in words; empty where nothing does.';
comment on column bi.churn_scores.reason_2 is 'What speaks second most for leaving.';
comment on column bi.churn_scores.reason_3 is 'What speaks third most for leaving.';
comment on column bi.churn_scores.as_of is 'The scores rest on all days before this one, in the project''s time zone.';
comment on column bi.churn_scores.window_days is 'Length of the window in which the person leaves or does not.';
comment on column bi.churn_scores.gap_days is 'Days between as_of and the window: the time to do something about it.';
comment on column bi.churn_scores.model_version is 'Version of the model; the API of the ETL has its card.';
comment on column bi.churn_scores.scored_at is 'When the scores were computed, UTC.';

grant select on all tables in schema bi to bi_reader;
