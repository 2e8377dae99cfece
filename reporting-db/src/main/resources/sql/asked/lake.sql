-- A report as the ETL computes it from the curated files when it is asked for.
-- For DuckDB, in a copy of the lake. Who is counted under another id is in the ETL's table mart.identity, which reports do not show: without its rows in
-- identity, whoever signed in later is two persons. Is a table or view of these names there already, it is taken.
create view if not exists curated_event as
    select * from read_parquet({{events}}, union_by_name = true, hive_partitioning = false);
create view if not exists curated_session as
    select * from read_parquet({{sessions}}, union_by_name = true, hive_partitioning = false);
create table if not exists identity (identity_key varchar, person_id varchar);
create table if not exists freshness as select max(received_at) as complete_until from curated_event;
create table if not exists event_day as
    select distinct cast(to_local_ts(occurred_at, {{time_zone}}) as date) as day from curated_event;
create table if not exists reported_day as select day from event_day;
