-- All members of a session's campaign; sessions that filters choose, found by index alone; what only sessions have that are not counted.

alter table mart.session add column campaign_term varchar(255), add column campaign_content varchar(255);

create or replace view bi.sessions as
select
    project, session_id, actor_id, user_id, instance_id, started_at, ended_at, duration_seconds, events, pageviews, entry_page, exit_page, is_engaged, is_bounce, is_bot,
    platform, device_type, manufacturer, model, os_name, os_version, browser_name, language, country, timezone, app_version, campaign_name, campaign_source, campaign_medium,
    person_id, day, is_counted, campaign_term, campaign_content
from mart.session;
comment on column bi.sessions.campaign_term is 'utm_term.';
comment on column bi.sessions.campaign_content is 'utm_content.';

-- the latest that pass a filter, which may be hardly any of all
drop index mart.session_project_started_at_idx;
create index session_by_start on mart.session (project, started_at) include (session_id, day, is_engaged, platform, country, app_version);
create index session_of_robot on mart.session (project, day) include (events, platform, country, app_version) where not is_counted;
