-- one row per message for the operators' webhook, kept until it is delivered or given up. Key: alert_id.
create table alert (
    alert_id bigint generated always as identity primary key,
    kind varchar(16) not null check (kind in ('FAILED', 'TIMEOUT', 'LATE')),
    job varchar(64) not null references job,
    run_id bigint,
    body text not null,
    attempts integer not null default 0,
    next_attempt_at timestamptz not null default now(),
    created_at timestamptz not null default now()
);
create index on alert (next_attempt_at);
