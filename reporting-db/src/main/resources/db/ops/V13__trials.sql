-- Trials: what tuning tried before a training, and how good each was.

-- one row per trial of a training that tuned; of the latest 20 such trainings of a model. Key: model_run_id, trial.
create table model_trial (
    model_run_id bigint not null references model_run on delete cascade,
    -- from 1, in the order in which they were tried
    trial integer not null,
    learner varchar(64) not null,
    -- by name; what is absent is the learner's default
    parameters jsonb not null,
    -- of the examples that it learned from, 0 to 1
    share double precision not null,
    duration_seconds double precision not null,
    state varchar(16) not null check (state in ('succeeded', 'failed')),
    -- whether the training learned by it
    is_best boolean not null,
    -- why it failed
    message varchar(2000),
    primary key (model_run_id, trial)
);

-- one row per figure of a trial: of validation, by which trials compare, and held_out. Key: model_run_id, trial, split, metric.
create table model_trial_metric (
    model_run_id bigint not null,
    trial integer not null,
    split varchar(64) not null,
    metric varchar(64) not null,
    value double precision not null,
    primary key (model_run_id, trial, split, metric),
    foreign key (model_run_id, trial) references model_trial on delete cascade
);
