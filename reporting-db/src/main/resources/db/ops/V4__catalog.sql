-- The Data Catalog: what is in the lake, as crawl found it.

-- one row per table: the events of one name, or a dataset that jobs publish. Key: table_id.
create table catalog_table (
    table_id bigint generated always as identity primary key,
    project varchar(64) not null,
    -- unique in the project; the name of the view of an event's table
    table_name varchar(128) not null,
    kind varchar(16) not null check (kind in ('event', 'dataset')),
    -- for kind event: the type of the events, and their name, which is empty for types that have one table for all names
    event_type varchar(16) not null default '',
    event_name varchar(255) not null default '',
    version integer not null,
    rows bigint not null,
    -- of events: by the time of their receipt
    first_seen_at timestamptz not null,
    last_seen_at timestamptz not null,
    -- values that were not described because of a limit
    values_beyond_limits bigint not null default 0,
    unique (project, table_name)
);
create unique index on catalog_table (project, event_type, event_name) where kind = 'event';

-- one row per table and column. Key: table_id, path; not indexed, for a path may be long.
create table catalog_column (
    table_id bigint not null references catalog_table on delete cascade,
    -- such as properties.items[].price; the values of an object that is used as a map are properties.scores{}
    path text not null,
    type text not null,
    -- how many values of each type were seen
    types jsonb not null,
    -- values other than null
    filled bigint not null,
    nulls bigint not null,
    examples jsonb not null default '[]',
    first_seen_at timestamptz not null,
    last_seen_at timestamptz not null,
    is_vanished boolean not null default false
);
create index on catalog_column (table_id);

-- one row per version of a table; a new one whenever its columns or their types change. The latest 100 are kept. Key: table_id, version.
create table catalog_version (
    table_id bigint not null references catalog_table on delete cascade,
    version integer not null,
    created_at timestamptz not null default now(),
    run_id bigint not null,
    -- path and type of each column
    columns jsonb not null,
    primary key (table_id, version)
);

-- one row per change of a column between two versions. The latest 1,000 of a table are kept. Key: drift_id.
create table catalog_drift (
    drift_id bigint generated always as identity primary key,
    table_id bigint not null references catalog_table on delete cascade,
    version integer not null,
    noticed_at timestamptz not null default now(),
    run_id bigint not null,
    path text not null,
    change varchar(16) not null check (change in ('added', 'vanished', 'type_changed')),
    type_before text,
    type_after text
);
create index on catalog_drift (table_id, drift_id);

-- one row per table of events and UTC day of the events. Key: table_id, event_date.
create table catalog_partition (
    table_id bigint not null references catalog_table on delete cascade,
    event_date date not null,
    rows bigint not null,
    primary key (table_id, event_date)
);

-- one row per project: how far crawl has read it, moved in the transaction that writes what it found. Key: project.
create table catalog_bookmark (
    project varchar(64) primary key,
    publication_id bigint not null,
    unreadable_lines bigint not null default 0,
    saved_at timestamptz not null default now()
);

-- one row per raw object that is described, so that it is described once even if preprocess reads it again. Key: object_key.
create table catalog_object (
    object_key varchar(512) primary key
);

create view catalog_tables as
select
    t.project, t.table_name, t.kind, t.event_type, t.event_name, t.version, t.rows,
    (select count(*) from catalog_column c where c.table_id = t.table_id and not c.is_vanished) as columns,
    t.first_seen_at, t.last_seen_at, t.values_beyond_limits
from catalog_table t;
comment on view catalog_tables is 'One row per table: the events of one name, or a dataset that jobs publish.';
comment on column catalog_tables.rows is 'Events as they arrived, copies included; for datasets the rows published last.';

create view catalog_columns as
select
    t.project, t.table_name, t.event_name, c.path, c.type, c.types, c.filled, c.nulls,
    case when c.path !~ '\[\]|\{\}' and t.rows > 0 then round(greatest(0, 1 - c.filled::numeric / t.rows), 4) end as null_share,
    c.examples, c.first_seen_at, c.last_seen_at, c.is_vanished
from catalog_column c
inner join catalog_table t on t.table_id = c.table_id;
comment on view catalog_columns is 'One row per table and column.';
comment on column catalog_columns.type is 'The type that holds all types seen; string where they do not fit together.';
comment on column catalog_columns.types is 'How many values of each type were seen.';
comment on column catalog_columns.null_share is 'Share of rows in which it is null or absent; null for elements of arrays and values of maps.';
comment on column catalog_columns.examples is 'Up to five values, never such as look like keys, e-mail addresses, numbers of persons or of cards.';
comment on column catalog_columns.is_vanished is 'Not seen for 14 days in which the table went on.';

create view catalog_versions as
select t.project, t.table_name, t.event_name, v.version, v.created_at, v.run_id, v.columns
from catalog_version v
inner join catalog_table t on t.table_id = v.table_id;
comment on view catalog_versions is 'One row per version of a table, with path and type of its columns.';

create view catalog_drifts as
select t.project, t.table_name, t.event_name, d.version, d.noticed_at, d.run_id, d.path, d.change, d.type_before, d.type_after
from catalog_drift d
inner join catalog_table t on t.table_id = d.table_id;
comment on view catalog_drifts is 'One row per column that was added, vanished or changed its type.';

create view catalog_partitions as
select t.project, t.table_name, t.event_name, p.event_date, p.rows
from catalog_partition p
inner join catalog_table t on t.table_id = p.table_id;
comment on view catalog_partitions is 'One row per table of events and UTC day of the events.';
