-- A funnel as the ETL computes it from the events: one row per day of entry and step, with the columns of bi.funnels. Key: day, step.
-- For DuckDB, in a copy of the lake. Who is counted under another id is in the ETL's table mart.identity, which reports do not show: without its rows in
-- identity, whoever signed in later is two persons. Is a table or view of these names there already, it is taken.
create view if not exists funnel_event as
    select * from read_parquet({{files}}, union_by_name = true, hive_partitioning = false);
create table if not exists identity (identity_key varchar, person_id varchar);
create table if not exists published_entry (funnel varchar, person_id varchar, entered_us bigint);
create table if not exists freshness as select max(received_at) as complete_until from funnel_event;

create or replace table params as select {{project}} as project, {{time_zone}} as time_zone, {{includes_bots}} as includes_bots;
create or replace table funnel as select 'asked' as funnel, {{steps}} as steps, {{window_us}} as window_us, {{is_sequential}} as is_sequential;
create or replace table funnel_step as select * from (values {{step_names}}) as s (funnel, step, event_name);
create or replace table horizon as select date '0001-01-01' as reports_from;
create or replace table asked as
    select date '{{first_day}}' as first_day, date '{{last_day}}' as last_day, {{platform}} as platform, {{country}} as country, {{app_version}} as app_version;
create or replace table event_day as
    select distinct cast(to_local_ts(e.occurred_at, p.time_zone) as date) as day from funnel_event e cross join params p;
