-- The ETL's own book-keeping: jobs, triggers and runs. No report reads it and bi_reader cannot connect to it.

-- one row per job. Key: job.
create table job (
    job varchar(64) primary key,
    description varchar(512) not null
);

-- one row per trigger: what starts a job. Key: trigger.
create table trigger (
    trigger varchar(64) primary key,
    job varchar(64) not null references job,
    kind varchar(16) not null check (kind in ('SCHEDULED', 'CONDITIONAL', 'ON_DEMAND', 'EVENT')),
    -- for CONDITIONAL: the job and the state of its run that fires this trigger
    watched_job varchar(64) references job,
    watched_state varchar(16),
    is_paused boolean not null default false
);

-- one row per run of a job. Key: run_id.
create table job_run (
    run_id bigint generated always as identity primary key,
    job varchar(64) not null references job,
    state varchar(16) not null check (state in ('STARTING', 'RUNNING', 'STOPPING', 'STOPPED', 'SUCCEEDED', 'FAILED', 'TIMEOUT', 'WAITING')),
    attempt integer not null default 1,
    trigger varchar(64) references trigger,
    -- the run whose end fired the trigger, or that this one repeats
    previous_run_id bigint references job_run,
    arguments jsonb not null default '{}',
    created_at timestamptz not null default now(),
    started_at timestamptz,
    ended_at timestamptz,
    rows_in bigint,
    rows_out bigint,
    bytes_in bigint,
    message varchar(2000)
);
create index on job_run (job, state);
create index on job_run (created_at);

insert into job (job, description) values
('preprocess', 'Reads new raw objects: cleans, removes duplicates, recomputes sessions, writes curated Parquet.'),
('report', 'Aggregates what preprocess changed and publishes the tables behind the reports.');

insert into trigger (trigger, job, kind, watched_job, watched_state) values
('preprocess-on-schedule', 'preprocess', 'SCHEDULED', null, null),
('preprocess-on-demand', 'preprocess', 'ON_DEMAND', null, null),
('report-after-preprocess', 'report', 'CONDITIONAL', 'preprocess', 'SUCCEEDED'),
-- a run that failed for one project may have published others
('report-after-failed-preprocess', 'report', 'CONDITIONAL', 'preprocess', 'FAILED'),
('report-on-demand', 'report', 'ON_DEMAND', null, null);

-- the table of db-scheduler, as its documentation gives it for PostgreSQL
create table scheduled_tasks (
    task_name text not null,
    task_instance text not null,
    task_data bytea,
    execution_time timestamptz not null,
    picked boolean not null,
    picked_by text,
    last_success timestamptz,
    last_failure timestamptz,
    consecutive_failures int,
    last_heartbeat timestamptz,
    version bigint not null,
    priority smallint,
    state text,
    primary key (task_name, task_instance)
);
create index on scheduled_tasks (execution_time);
create index on scheduled_tasks (last_heartbeat);

revoke all on schema public from public;
