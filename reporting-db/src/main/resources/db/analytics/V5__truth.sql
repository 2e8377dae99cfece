-- Bookmarks with operations, copies counted by object, restatements, completeness by day.

alter table mart.bookmark add column mode varchar(8) not null default 'ENABLED' check (mode in ('ENABLED', 'PAUSED', 'DISABLED'));
-- counts publications and operations, so that a run notices that its bookmark was changed under it
alter table mart.bookmark add column version bigint not null default 0;

-- what it saved as its job's bookmark
alter table mart.publication add column bookmark bigint;

-- copies among its lines that lost against a copy received before
alter table mart.lake_object add column duplicates bigint not null default 0;
-- the bookmark was set back before it: it is to be read again, and what it brought is replaced
alter table mart.lake_object add column is_to_read boolean not null default false;
-- retention took the object out of the lake; what it brought stays
alter table mart.lake_object add column is_removed boolean not null default false;
create index on mart.lake_object (project, received_date) where is_to_read;

-- earlier versions counted copies by day alone
update mart.lake_object o
set duplicates = d.events
from mart.duplicate_receipt d
where o.object_key = (
    select min(f.object_key) from mart.lake_object f
    where f.project = d.project and f.received_date = d.received_date and f.area = 'raw'
);

create or replace view bi.closing_balance as
with arrived as (
    select
        project,
        received_date,
        sum(lines_written) filter (where area = 'raw') as accepted,
        sum(lines_written) filter (where area = 'quarantine') as quarantined,
        sum(lines_written - lines_read) filter (where area = 'quarantine') as unread,
        sum(duplicates) as duplicates
    from mart.lake_object
    group by project, received_date
),
curated as (
    select project, received_date, sum(events) as events
    from mart.curated_receipt
    group by project, received_date
),
balance as (
    select
        project,
        received_date as day,
        coalesce(a.accepted, 0)::bigint as accepted,
        coalesce(a.quarantined, 0)::bigint as quarantined,
        coalesce(a.unread, 0)::bigint as unread,
        coalesce(c.events, 0)::bigint as curated,
        coalesce(a.duplicates, 0)::bigint as duplicates
    from arrived a
    full join curated c using (project, received_date)
)
select
    project, day, accepted + quarantined as received, accepted, quarantined, curated, duplicates,
    accepted - curated - duplicates + unread as difference
from balance;

drop table mart.duplicate_receipt;

-- one row per project: when all of its raw objects were last looked through for unread ones. Key: project.
create table mart.raw_sweep (
    project varchar(64) primary key,
    swept_at timestamptz not null
);

-- one row per backfill that is not over. Key: project, first_day, last_day.
create table mart.backfill (
    project varchar(64) not null,
    first_day date not null,
    last_day date not null,
    started_at timestamptz not null default now(),
    primary key (project, first_day, last_day)
);

-- one row per publication of preprocess and UTC day of which it changed events; forgotten when they are reported. Key: project, publication_id, event_date.
create table mart.event_change (
    project varchar(64) not null,
    publication_id bigint not null,
    event_date date not null,
    added bigint not null,
    removed bigint not null,
    primary key (project, publication_id, event_date)
);

-- one row per number of a complete day that changed after it was published. Key: restatement_id.
create table mart.restatement (
    restatement_id bigint generated always as identity primary key,
    project varchar(64) not null,
    day date not null,
    metric varchar(64) not null,
    value_before numeric(24, 6),
    value_after numeric(24, 6),
    reason varchar(16) not null check (reason in ('late events', 'correction', 'rebuild', 'identity')),
    run_id bigint not null,
    restated_at timestamp not null default (now() at time zone 'UTC')
);
create index on mart.restatement (project, day);

-- one row per project and day of the project's time zone: how complete it is. Key: project, day.
create table mart.day_completeness (
    project varchar(64) not null,
    day date not null,
    is_complete boolean not null,
    watermark timestamp,
    events bigint not null,
    last_received_at timestamp not null,
    late_1m_1h_events bigint not null,
    late_1h_1d_events bigint not null,
    late_1d_7d_events bigint not null,
    late_over_7d_events bigint not null,
    primary key (project, day)
);

-- one row per run of verify and project. Key: run_id, project.
create table mart.verification (
    run_id bigint not null,
    project varchar(64) not null,
    first_day date,
    last_day date,
    differences bigint not null,
    verified_at timestamptz not null default now(),
    primary key (run_id, project)
);

-- one row per number that a run of verify found to differ. Key: run_id, project, relation, day, key, metric.
create table mart.verification_difference (
    run_id bigint not null,
    project varchar(64) not null,
    -- the table of schema mart
    relation varchar(64) not null,
    day date not null,
    -- the rest of the row's key
    key varchar(600) not null,
    metric varchar(64) not null,
    published text,
    recomputed text
);
create index on mart.verification_difference (run_id);

create view bi.restatements as
select project, day, metric, value_before as before, value_after as after, reason as why, run_id, restated_at as at
from mart.restatement;
comment on view bi.restatements is 'One row per number of bi.daily_activity that changed after its day had been published as complete.';
comment on column bi.restatements.project is 'Id of the project.';
comment on column bi.restatements.day is 'Day whose number changed, in the project''s time zone.';
comment on column bi.restatements.metric is 'Column of bi.daily_activity.';
comment on column bi.restatements.before is 'What it was.';
comment on column bi.restatements.after is 'What it is since; empty where the day is no longer shown.';
comment on column bi.restatements.why is 'late events: events came after the day was complete. correction: events were replaced or taken out. identity: events are now another person''s. rebuild: the data were computed anew.';
comment on column bi.restatements.run_id is 'The run of the job that published the change.';
comment on column bi.restatements.at is 'When, UTC.';

create view bi.day_completeness as
select project, day, is_complete, watermark, events, last_received_at, late_1m_1h_events, late_1h_1d_events, late_1d_7d_events, late_over_7d_events
from mart.day_completeness;
comment on view bi.day_completeness is 'One row per project and day with events: how complete it is, and how late its events came. Bots are counted.';
comment on column bi.day_completeness.project is 'Id of the project.';
comment on column bi.day_completeness.day is 'Day in the project''s time zone.';
comment on column bi.day_completeness.is_complete is 'Whether events received after the end of the day have been published. Late events may still change it; bi.restatements tells.';
comment on column bi.day_completeness.watermark is 'Time of receipt of the project''s latest published event, UTC: the day is complete when this is past its end.';
comment on column bi.day_completeness.events is 'Events of the day, bots included. May be summed.';
comment on column bi.day_completeness.last_received_at is 'Time of receipt of the latest event of the day, UTC.';
comment on column bi.day_completeness.late_1m_1h_events is 'Events received 1 minute to 1 hour after they happened. May be summed.';
comment on column bi.day_completeness.late_1h_1d_events is 'Events received 1 hour to 1 day after they happened. May be summed.';
comment on column bi.day_completeness.late_1d_7d_events is 'Events received 1 to 7 days after they happened. May be summed.';
comment on column bi.day_completeness.late_over_7d_events is 'Events received more than 7 days after they happened, imports too. May be summed.';
