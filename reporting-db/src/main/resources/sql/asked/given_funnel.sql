create or replace table funnel as select 'asked' as funnel, {{steps}} as steps, {{window_us}} as window_us, {{is_sequential}} as is_sequential;
create or replace table funnel_step as select * from (values {{step_names}}) as s (funnel, step, event_name);
create or replace table horizon as select date '0001-01-01' as reports_from;
create or replace table published_entry (funnel varchar, person_id varchar, entered_us bigint);
create or replace view funnel_event as select * from curated_event;
