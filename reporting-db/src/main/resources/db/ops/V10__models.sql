-- Models: what was trained, how, how good it was, and which version's scores are published.

-- one row per project and model. Key: model_id.
create table model (
    model_id bigint generated always as identity primary key,
    project varchar(64) not null,
    name varchar(64) not null,
    created_at timestamptz not null default now(),
    unique (project, name)
);

-- one row per training or scoring that was done; of scoring kept 90 days. Key: model_run_id.
create table model_run (
    model_run_id bigint generated always as identity primary key,
    model_id bigint not null references model,
    -- the run of the job; its row is kept 14 days
    run_id bigint not null,
    kind varchar(8) not null check (kind in ('train', 'score')),
    parameters jsonb not null,
    -- first and last day of the history that was read
    data_from date,
    data_to date,
    -- the last publication of preprocess whose data were read
    data_publication_id bigint not null,
    seed bigint,
    code_version varchar(64) not null,
    ended_at timestamptz not null default now(),
    outcome varchar(16) not null check (outcome in ('champion', 'candidate', 'refused', 'scored')),
    -- why, in words
    message varchar(2000) not null
);
create index on model_run (model_id, model_run_id desc);

-- one row per figure of a run, on a part of the data: held_out.<learner>, test, baseline, champion, drift. Key: model_run_id, split, metric.
create table model_metric (
    model_run_id bigint not null references model_run on delete cascade,
    split varchar(64) not null,
    metric varchar(64) not null,
    value double precision not null,
    primary key (model_run_id, split, metric)
);

-- one row per model that was learned. Key: model_id, version.
create table model_version (
    model_id bigint not null references model,
    version integer not null,
    model_run_id bigint not null references model_run,
    -- candidate: not good enough, its scores were never published; champion: its scores are; archived: they were
    status varchar(16) not null check (status in ('candidate', 'champion', 'archived')),
    card jsonb not null,
    -- the card for people, Markdown
    readable_card text not null,
    -- what scores; of the latest 20 versions and the champion
    artifact bytea,
    created_at timestamptz not null default now(),
    primary key (model_id, version)
);
create unique index one_champion on model_version (model_id) where status = 'champion';
