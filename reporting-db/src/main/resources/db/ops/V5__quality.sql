-- What rules said of the data that jobs were about to publish.

-- one row per rule, or part of a composed rule, of one evaluation; kept 14 days. Key: quality_result_id.
create table quality_result (
    quality_result_id bigint generated always as identity primary key,
    -- all results of one evaluation have the same moment
    evaluated_at timestamptz not null default now(),
    run_id bigint not null,
    job varchar(64) not null,
    project varchar(64) not null,
    dataset varchar(64) not null,
    -- the rule as DQDL
    rule varchar(4000) not null,
    -- what it measures: the rule without its condition; values of one measure are the history that avg(last(10)) reads
    measure varchar(4000) not null,
    -- whether it is part of a composed rule, which has a row of its own
    is_part boolean not null,
    level varchar(8) not null check (level in ('fail', 'warn')),
    outcome varchar(8) not null check (outcome in ('passed', 'failed', 'error')),
    -- what was measured; null for a composed rule and where nothing could be measured
    value double precision,
    -- the condition, history filled in
    threshold varchar(512),
    message varchar(2000)
);
create index on quality_result (project, dataset, measure, quality_result_id desc);
create index on quality_result (run_id);
create index on quality_result (evaluated_at);

-- one row per project and dataset whose history was begun anew: older results are no history. Key: project, dataset.
create table quality_history_start (
    project varchar(64) not null,
    dataset varchar(64) not null,
    started_at timestamptz not null default now(),
    primary key (project, dataset)
);

-- one row per rule: what it said last. Key: project, dataset, rule.
create view quality_latest as
select distinct on (project, dataset, rule)
    project, dataset, rule, level, outcome, value, threshold, message, evaluated_at, job, run_id
from quality_result
where not is_part
order by project, dataset, rule, quality_result_id desc;
comment on view quality_latest is 'One row per project, dataset and rule: what the rule said when it was last evaluated.';
comment on column quality_latest.level is 'fail: nothing is published when the rule fails. warn: it is published all the same.';
comment on column quality_latest.outcome is 'passed, failed, or error: the rule could not be evaluated, which counts as failed.';
comment on column quality_latest.value is 'What was measured; shares are 0 to 1.';
comment on column quality_latest.threshold is 'The condition, with numbers from the history filled in.';
