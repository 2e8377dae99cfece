-- How persons began, where events happen, and sessions by person and day: what reports on a part of the people need. The next report fills it.

alter table mart.person
    -- in the project's time zone
    add column first_day date,
    -- of the first session that has one
    add column first_platform varchar(64),
    add column first_country varchar(64),
    add column first_app_version varchar(64);

create or replace view bi.users as
select
    project, person_id, first_seen_at, last_seen_at, sessions, events, active_days, platform, country, traits,
    first_day, first_platform, first_country, first_app_version
from mart.person;
comment on column bi.users.first_day is 'Day of the first ever event, in the project''s time zone: the cohort of bi.retention that the person is in.';
comment on column bi.users.first_platform is 'Platform of the first session that has one: where the person began.';
comment on column bi.users.first_country is 'Country of the first session that has one.';
comment on column bi.users.first_app_version is 'App version of the first session that has one.';

-- one row per project, day, platform, event name and type. Key: these.
create table mart.event_platform_daily (
    project varchar(64) not null,
    day date not null,
    platform varchar(64) not null,
    event_name varchar(255) not null,
    type varchar(16) not null,
    events bigint not null,
    users bigint not null,
    sessions bigint not null,
    primary key (project, day, platform, event_name, type)
);

create view bi.event_platforms_daily as
select project, day, platform, event_name, type, events, users, sessions
from mart.event_platform_daily;
comment on view bi.event_platforms_daily is 'One row per project, day, platform, event name and type: bi.events_daily by platform. Bots are left out unless the project includes them.';
comment on column bi.event_platforms_daily.project is 'Id of the project.';
comment on column bi.event_platforms_daily.day is 'Day in the project''s time zone.';
comment on column bi.event_platforms_daily.platform is 'web, ios, android, desktop, backend or other; (unknown) where it is not known.';
comment on column bi.event_platforms_daily.event_name is 'Name of the track event, page or screen; (none) where it has none.';
comment on column bi.event_platforms_daily.type is 'track, identify, page, screen, group or alias.';
comment on column bi.event_platforms_daily.events is 'Number of events. May be summed, over platforms too.';
comment on column bi.event_platforms_daily.users is 'Distinct persons. Do not sum over days, names or platforms.';
comment on column bi.event_platforms_daily.sessions is 'Distinct sessions. Do not sum over days, names or platforms.';

-- figures of a part of the people without the sessions' rows: by day, and by person; and a person's sessions
drop index mart.session_of_day;
create index session_of_day on mart.session (project, day) include (is_counted, is_engaged, person_id, platform, country, app_version, events, duration_seconds);
drop index mart.session_of_person;
create index session_of_person on mart.session (project, person_id, day, started_at) include (is_counted, platform, country, app_version);

grant select on all tables in schema bi to bi_reader;
