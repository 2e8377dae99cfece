-- What is left of persons who were erased: who may not come back, receipts, and lines that are accounted for.

-- lines of persons who were erased: erased are gone from the object, suppressed stand in it and are not curated
alter table mart.lake_object add column erased bigint not null default 0;
alter table mart.lake_object add column suppressed bigint not null default 0;
create index on mart.lake_object (project) where suppressed > 0;

-- events that went because a person was erased; they do not count as removed
alter table mart.event_change add column erased bigint not null default 0;

alter table mart.restatement drop constraint restatement_reason_check;
alter table mart.restatement add check (reason in ('late events', 'correction', 'rebuild', 'identity', 'erased'));
comment on column bi.restatements.why is 'late events: events came after the day was complete. correction: events were replaced or taken out. identity: events are now another person''s. erased: a person was erased. rebuild: the data were computed anew.';

-- one row: what ids are hashed with, of this installation alone. Key: none.
create table mart.suppression_salt (
    salt varchar(64) not null
);
insert into mart.suppression_salt select replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');

-- one row per request to erase a person. Key: erasure_id.
create table mart.erasure (
    erasure_id bigint generated always as identity primary key,
    project varchar(64) not null,
    -- hash of the ids that were asked for
    person_hash varchar(64) not null,
    run_id bigint not null,
    requested_at timestamptz not null default now(),
    -- null while it is not done
    done_at timestamptz,
    -- all ids of the person, and whose stream state is to be forgotten; null when it is done
    ids jsonb,
    -- what was removed, by layer
    counts jsonb not null default '{}'
);
create index on mart.erasure (project, person_hash);

-- one row per event that an erasure that is not done takes out. Key: erasure_id, event_id.
create table mart.erasure_event (
    erasure_id bigint not null references mart.erasure on delete cascade,
    event_id text not null,
    event_date date not null,
    primary key (erasure_id, event_id)
);
create index on mart.erasure_event (erasure_id, event_date);

-- one row per id whose events are no longer curated. Key: project, id_hash.
create table mart.suppression (
    project varchar(64) not null,
    -- SHA-256 of salt, project, | and u or i for user or instance, | and the id
    id_hash varchar(64) not null,
    erasure_id bigint not null references mart.erasure,
    suppressed_at timestamptz not null default now(),
    primary key (project, id_hash)
);

create or replace view bi.closing_balance as
with arrived as (
    select
        project,
        received_date,
        sum(lines_written) filter (where area = 'raw') as accepted,
        sum(lines_written) filter (where area = 'quarantine') as quarantined,
        sum(lines_written - lines_read) filter (where area = 'quarantine') as unread,
        sum(duplicates) as duplicates,
        sum(erased + suppressed) filter (where area = 'raw') as erased
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
        coalesce(a.duplicates, 0)::bigint as duplicates,
        coalesce(a.erased, 0)::bigint as erased
    from arrived a
    full join curated c using (project, received_date)
)
select
    project, day, accepted + quarantined as received, accepted, quarantined, curated, duplicates,
    accepted - curated - duplicates - erased + unread as difference,
    erased
from balance;
comment on column bi.closing_balance.difference is 'accepted minus curated, duplicates and erased, plus quarantined lines that could not be read. Anything but 0 is an error of the pipeline.';
comment on column bi.closing_balance.erased is 'Accepted events of persons who were erased, and those that came of them afterwards: they are not curated.';
