-- Jobs and triggers as the jobs file declares them, and the chains of runs that they start.

alter table job
    -- the arguments that its runs take, a JSON array
    add column arguments jsonb not null default '[]',
    add column max_concurrent_runs integer not null default 1,
    add column timeout_seconds bigint not null default 86400,
    -- how often a failed run is repeated, and after how long: doubled each time up to the maximum
    add column retries integer not null default 0,
    add column back_off_seconds bigint not null default 30,
    add column max_back_off_seconds bigint not null default 600,
    -- the job is late when it has not succeeded for this long; null when nobody expects it
    add column expected_every_seconds bigint,
    add column expected_since timestamptz not null default now(),
    add column late_since timestamptz,
    add column is_paused boolean not null default false,
    -- no longer declared; its runs are kept
    add column retired_at timestamptz;

alter table trigger
    drop column watched_job,
    drop column watched_state,
    -- what the trigger gives the runs it starts, a JSON object
    add column arguments jsonb not null default '{}',
    -- SCHEDULED: a cron expression or "every PT5M"
    add column schedule varchar(128),
    add column time_zone varchar(64),
    add column missed varchar(16) check (missed in ('SKIP', 'RUN_ONCE')),
    -- CONDITIONAL: whether all watched jobs must have ended as wanted or any
    add column match varchar(8) check (match in ('ALL', 'ANY')),
    -- EVENT: fires at that many new objects or so long after the first of them, whichever is first
    add column objects bigint,
    add column window_seconds bigint,
    -- EVENT: when the first new object was noticed; how many were left unread by a run that failed; whether the end of the run started last is
    -- yet to be seen
    add column new_since timestamptz,
    add column left_over bigint not null default 0,
    add column awaits_end boolean not null default false,
    -- SCHEDULED: when it fires next; EVENT: when it looks for new objects next
    add column next_fire_at timestamptz,
    add column last_fired_at timestamptz,
    add column retired_at timestamptz;

-- one row per state of a watched job that a CONDITIONAL trigger waits for. Key: trigger, watched_job, watched_state.
create table trigger_condition (
    trigger varchar(64) not null references trigger on delete cascade,
    watched_job varchar(64) not null references job,
    watched_state varchar(16) not null check (watched_state in ('SUCCEEDED', 'FAILED', 'STOPPED', 'TIMEOUT')),
    primary key (trigger, watched_job, watched_state)
);

-- one row per chain of runs, from the trigger that began it. Key: workflow_run_id.
create table workflow_run (
    workflow_run_id bigint generated always as identity primary key,
    trigger varchar(64) not null references trigger,
    started_at timestamptz not null default now()
);
create index on workflow_run (started_at);

alter table job_run
    -- the chain in which it was created
    add column workflow_run_id bigint references workflow_run,
    -- a repetition waits until then
    add column not_before timestamptz;
create index on job_run (workflow_run_id);
create index on job_run (previous_run_id);

-- one row per trigger that fired in a chain; the key is why none fires twice. Key: workflow_run_id, trigger.
create table workflow_node (
    workflow_run_id bigint not null references workflow_run on delete cascade,
    trigger varchar(64) not null references trigger,
    -- the latest run of the node; a run that had not begun may serve several chains
    run_id bigint not null references job_run on delete cascade,
    -- the run whose end fired the trigger; null at the root
    fired_by bigint references job_run on delete set null,
    primary key (workflow_run_id, trigger)
);
create index on workflow_node (run_id);
create index on workflow_node (fired_by);

-- The clock is the column next_fire_at now.
delete from scheduled_tasks where task_name like 'schedule-%';
