create or replace table params as select {{project}} as project, {{time_zone}} as time_zone, {{includes_bots}} as includes_bots;
create or replace table asked as
    select date '{{first_day}}' as first_day, date '{{last_day}}' as last_day, {{platform}} as platform, {{country}} as country, {{app_version}} as app_version;
