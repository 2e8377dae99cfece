create or replace table feature_event as select * from (values {{feature_events}}) as f (feature, event_name);
create or replace table published_feature_day (feature varchar, day date, person_id varchar, events bigint);
create or replace table number as select cast(range as integer) as n from range(40000);
