-- Models that owners bring: a run of theirs can fail by itself, and what it said meanwhile is kept.
alter table model_run drop constraint model_run_outcome_check;
alter table model_run add constraint model_run_outcome_check check (outcome in ('champion', 'candidate', 'refused', 'scored', 'failed'));

-- one row per run whose output is kept; of the latest 20 such runs of a model. Key: model_run_id.
create table model_log (
    model_run_id bigint primary key references model_run on delete cascade,
    -- the beginning and the end of what it wrote to stdout and stderr, at most 64 KiB
    log text not null
);
