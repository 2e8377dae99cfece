-- The tables behind the reports. Only the ETL writes here; readers see the views of schema bi.

create schema mart;

-- ---------------------------------------------------------------- what the ETL has read and written

-- one row per raw or quarantine object that has been read. Key: object_key.
create table mart.lake_object (
    object_key varchar(512) primary key,
    area varchar(16) not null check (area in ('raw', 'quarantine')),
    project varchar(64) not null,
    received_date date not null,
    -- lines that the archiver says it wrote
    lines_written bigint not null,
    -- lines that the ETL could read
    lines_read bigint not null,
    publication_id bigint not null
);
create index on mart.lake_object (project, area, received_date);

-- one row per publication: one transaction in which a job made new data visible. Key: publication_id.
create table mart.publication (
    publication_id bigint generated always as identity primary key,
    job varchar(64) not null,
    project varchar(64) not null,
    run_id bigint not null,
    published_at timestamptz not null default now()
);

-- one row per job and project: how far it has read. Key: job, project.
create table mart.bookmark (
    job varchar(64) not null,
    project varchar(64) not null,
    -- for report: the last publication of preprocess whose partitions are in the reports
    publication_id bigint not null,
    saved_at timestamptz not null default now(),
    primary key (job, project)
);

-- one row per partition of a curated dataset: the catalog that makes its replacement atomic. Key: dataset, project, event_date.
create table mart.curated_partition (
    dataset varchar(16) not null check (dataset in ('events', 'sessions', 'daily')),
    project varchar(64) not null,
    event_date date not null,
    object_keys text[] not null,
    row_count bigint not null,
    publication_id bigint not null,
    primary key (dataset, project, event_date)
);
create index on mart.curated_partition (project, publication_id);

-- one row per curated object that no catalog entry names any more; removed when its readers are done. Key: object_key.
create table mart.obsolete_object (
    object_key varchar(512) primary key,
    obsolete_at timestamptz not null default now()
);

-- one row per project, event date and day of receipt: curated events counted in the written files. Key: all but the count.
create table mart.curated_receipt (
    project varchar(64) not null,
    event_date date not null,
    received_date date not null,
    events bigint not null,
    primary key (project, event_date, received_date)
);

-- one row per project and day of receipt: copies of events that lost against an earlier copy. Key: project, received_date.
create table mart.duplicate_receipt (
    project varchar(64) not null,
    received_date date not null,
    events bigint not null,
    primary key (project, received_date)
);

-- ---------------------------------------------------------------- what the reports show

-- one row per session. Key: project, session_id.
create table mart.session (
    project varchar(64) not null,
    session_id varchar(32) not null,
    actor_id varchar(512) not null,
    user_id varchar(512),
    instance_id varchar(512),
    started_at timestamp not null,
    ended_at timestamp not null,
    duration_seconds numeric(14, 6) not null,
    events bigint not null,
    pageviews bigint not null,
    entry_page varchar(1024),
    exit_page varchar(1024),
    is_engaged boolean not null,
    is_bounce boolean not null,
    is_bot boolean not null,
    platform varchar(64),
    device_type varchar(64),
    manufacturer varchar(128),
    model varchar(128),
    os_name varchar(64),
    os_version varchar(64),
    browser_name varchar(64),
    language varchar(35),
    country varchar(128),
    timezone varchar(64),
    app_version varchar(64),
    campaign_name varchar(255),
    campaign_source varchar(255),
    campaign_medium varchar(255),
    person_id varchar(512) not null,
    day date not null,
    is_counted boolean not null,
    -- the UTC day of its start, by which sessions are replaced
    event_date date not null,
    primary key (project, session_id)
);
create index on mart.session (project, event_date);
create index on mart.session (project, started_at);
create index on mart.session (project, day);

-- one row per project and day of the project's time zone. Key: project, day.
create table mart.daily_activity (
    project varchar(64) not null,
    day date not null,
    active_users bigint not null,
    new_users bigint not null,
    returning_users bigint not null,
    resurrected_users bigint not null,
    dormant_users bigint not null,
    wau bigint not null,
    mau bigint not null,
    sessions bigint not null,
    engaged_sessions bigint not null,
    bounced_sessions bigint not null,
    events bigint not null,
    total_session_seconds numeric(18, 6) not null,
    median_session_seconds numeric(14, 6),
    is_complete boolean not null,
    primary key (project, day)
);

-- one row per project, day of the project's time zone and person active on it. Key: project, day, person_id.
create table mart.person_day (
    project varchar(64) not null,
    day date not null,
    person_id varchar(512) not null,
    events bigint not null,
    primary key (project, day, person_id)
);

-- one row per project, day, event name and type. Key: these.
create table mart.event_daily (
    project varchar(64) not null,
    day date not null,
    event_name varchar(255) not null,
    type varchar(16) not null,
    events bigint not null,
    users bigint not null,
    sessions bigint not null,
    primary key (project, day, event_name, type)
);

-- one row per project, day, dimension and value. Key: these.
create table mart.device_daily (
    project varchar(64) not null,
    day date not null,
    dimension varchar(32) not null,
    value varchar(255) not null,
    users bigint not null,
    sessions bigint not null,
    events bigint not null,
    primary key (project, day, dimension, value)
);

-- one row per project, kind of period, cohort and number of periods since. Key: these.
create table mart.retention (
    project varchar(64) not null,
    period varchar(8) not null check (period in ('day', 'week', 'month')),
    cohort_start date not null,
    n integer not null,
    cohort_size bigint not null,
    retained_on bigint not null,
    retained_on_or_after bigint not null,
    is_mature boolean not null,
    primary key (project, period, cohort_start, n)
);

-- one row per person. Key: project, person_id.
create table mart.person (
    project varchar(64) not null,
    person_id varchar(512) not null,
    first_seen_at timestamp not null,
    last_seen_at timestamp not null,
    sessions bigint not null,
    events bigint not null,
    active_days bigint not null,
    platform varchar(64),
    country varchar(128),
    traits text,
    primary key (project, person_id)
);

-- one row per instance and UTC day on which it sent events without a user: whose they are. Key: project, instance_id, event_date.
create table mart.identity_day (
    project varchar(64) not null,
    instance_id varchar(512) not null,
    event_date date not null,
    user_id varchar(512) not null,
    primary key (project, instance_id, event_date)
);

-- one row per refused event or request. Key: object_key, line.
create table mart.rejected_event (
    object_key varchar(512) not null,
    line bigint not null,
    project varchar(64) not null,
    received_at timestamp not null,
    reason varchar(64) not null,
    message varchar(1024) not null,
    event_id varchar(512),
    protocol varchar(16) not null,
    raw text,
    primary key (object_key, line)
);
create index on mart.rejected_event (project, received_at);

-- one row per project and dataset: how fresh it is. Key: project, dataset.
create table mart.data_freshness (
    project varchar(64) not null,
    dataset varchar(64) not null,
    complete_until timestamp,
    published_at timestamp not null,
    run_id bigint not null,
    late_events bigint not null,
    primary key (project, dataset)
);

-- one row per metric of the reports. Key: metric.
create table mart.metric_definition (
    metric varchar(64) primary key,
    view_name varchar(64) not null,
    column_name varchar(64) not null,
    title varchar(128) not null,
    definition varchar(1024) not null,
    formula varchar(512) not null,
    grain varchar(128) not null,
    unit varchar(32) not null,
    source varchar(255) not null
);
