-- Months, paths, and what projects declare: funnels, features, properties.

-- what the published numbers depend on besides the events, as a digest; null: not known
alter table mart.bookmark add column settings varchar(64);

-- one row per project and calendar month of the project's time zone. Key: project, month.
create table mart.monthly_activity (
    project varchar(64) not null,
    month date not null,
    active_users bigint not null,
    new_users bigint not null,
    returning_users bigint not null,
    resurrected_users bigint not null,
    dormant_users bigint not null,
    active_user_days bigint not null,
    sessions bigint not null,
    engaged_sessions bigint not null,
    bounced_sessions bigint not null,
    events bigint not null,
    total_session_seconds numeric(18, 6) not null,
    median_session_seconds numeric(14, 6),
    is_complete boolean not null,
    primary key (project, month)
);

-- one row per project, funnel, person and entry into it: what the next report needs to know of earlier days. Key: all but the day.
create table mart.funnel_entry (
    project varchar(64) not null,
    funnel varchar(128) not null,
    person_id varchar(512) not null,
    -- microseconds since 1970, UTC
    entered_us bigint not null,
    day date not null,
    primary key (project, funnel, person_id, entered_us)
);
create index on mart.funnel_entry (project, day);

-- one row per project, funnel, day of entry and step. Key: these.
create table mart.funnel_daily (
    project varchar(64) not null,
    funnel varchar(128) not null,
    day date not null,
    step integer not null,
    steps integer not null,
    event_name varchar(255) not null,
    window_seconds bigint not null,
    entered bigint not null,
    reached_previous bigint not null,
    converted bigint not null,
    median_seconds numeric(14, 6),
    -- when the last window that can begin on the day is over, UTC
    mature_at timestamp not null,
    primary key (project, funnel, day, step)
);

-- one row per project, feature, day and person who used it. Key: these.
create table mart.person_feature_day (
    project varchar(64) not null,
    feature varchar(128) not null,
    day date not null,
    person_id varchar(512) not null,
    events bigint not null,
    primary key (project, day, feature, person_id)
);

-- one row per project, feature and day. Key: these.
create table mart.feature_daily (
    project varchar(64) not null,
    feature varchar(128) not null,
    day date not null,
    users bigint not null,
    active_users bigint not null,
    users_28d bigint not null,
    active_users_28d bigint not null,
    new_adopters bigint not null,
    adopters bigint not null,
    seen_users bigint not null,
    events bigint not null,
    primary key (project, feature, day)
);

-- one row per project, day, kind of place, step and pair of places. Key: these.
create table mart.path_daily (
    project varchar(64) not null,
    day date not null,
    kind varchar(8) not null check (kind in ('view', 'event')),
    step integer not null,
    from_name varchar(255) not null,
    to_name varchar(255) not null,
    transitions bigint not null,
    from_transitions bigint not null,
    primary key (project, day, kind, step, from_name, to_name)
);

-- one row per project, day, event, property and rank of a value. Key: these.
create table mart.property_daily (
    project varchar(64) not null,
    day date not null,
    event_name varchar(255) not null,
    property varchar(128) not null,
    rank integer not null,
    value varchar(255) not null,
    events bigint not null,
    users bigint not null,
    event_events bigint not null,
    distinct_values bigint not null,
    primary key (project, day, event_name, property, rank)
);

create view bi.monthly_activity as
select
    project, month, active_users, new_users, returning_users, resurrected_users, dormant_users, active_user_days, sessions, engaged_sessions, bounced_sessions, events,
    total_session_seconds, median_session_seconds, is_complete
from mart.monthly_activity;
comment on view bi.monthly_activity is 'One row per project and calendar month of the project''s time zone, from its first month with events to its last. Bots are left out unless the project includes them.';
comment on column bi.monthly_activity.project is 'Id of the project.';
comment on column bi.monthly_activity.month is 'First day of the month in the project''s time zone.';
comment on column bi.monthly_activity.active_users is 'Persons with an event in the calendar month; mau of bi.daily_activity rolls over 28 days instead. A distinct count: do not sum over months.';
comment on column bi.monthly_activity.new_users is 'Persons whose first ever event is in the month. May be summed.';
comment on column bi.monthly_activity.returning_users is 'Active, not new, and active in the month before. Do not sum over months.';
comment on column bi.monthly_activity.resurrected_users is 'Active, not new, and silent in the month before. Do not sum over months.';
comment on column bi.monthly_activity.dormant_users is 'Active in the month before and silent in this one. Falls until the month is complete. Do not sum over months.';
comment on column bi.monthly_activity.active_user_days is 'Sum of daily active users: divided by active_users, the days on which a person was active. May be summed.';
comment on column bi.monthly_activity.sessions is 'Sessions that started in the month. May be summed.';
comment on column bi.monthly_activity.engaged_sessions is 'Of these, engaged ones. May be summed.';
comment on column bi.monthly_activity.bounced_sessions is 'Of these, bounces: sessions minus engaged_sessions. May be summed.';
comment on column bi.monthly_activity.events is 'Events that happened in the month. May be summed.';
comment on column bi.monthly_activity.total_session_seconds is 'Sum of the durations of the sessions that started in the month, seconds. May be summed.';
comment on column bi.monthly_activity.median_session_seconds is 'Median duration of the sessions that started in the month, seconds; empty without sessions. Do not sum or average.';
comment on column bi.monthly_activity.is_complete is 'Whether events received after the end of the month have been published. Late events may still change it.';

create view bi.funnels as
select
    d.project, d.funnel, d.day, d.step, d.steps, d.event_name, d.window_seconds, d.entered, d.reached_previous, d.converted, d.median_seconds,
    coalesce(d.mature_at <= f.complete_until, false) as is_mature
from mart.funnel_daily d
left join mart.data_freshness f on f.project = d.project and f.dataset = 'reports';
comment on view bi.funnels is 'One row per project, funnel of the projects file, day of entry and step. A person enters with the first step; the window runs from there, and a first step within it is no further entry. The rate of a step is sum(converted) / sum(entered) over mature days; filter on one funnel and step. Bots are left out unless the project includes them.';
comment on column bi.funnels.project is 'Id of the project.';
comment on column bi.funnels.funnel is 'Name of the funnel in the projects file; filter on one.';
comment on column bi.funnels.day is 'Day of the entry in the project''s time zone; later steps count to it, whenever they happen.';
comment on column bi.funnels.step is 'Number of the step: 1 is the entry.';
comment on column bi.funnels.steps is 'Number of steps of the funnel: the row with step = steps has the conversion of the whole funnel.';
comment on column bi.funnels.event_name is 'Event, page or screen of the step; (any) after the first where their order does not matter: then step n is n of the steps done.';
comment on column bi.funnels.window_seconds is 'How long after the entry a step counts, seconds; the end of the window is included.';
comment on column bi.funnels.entered is 'Entries of the day: the denominator of the funnel. Repeats for every step, so filter on one step before summing over days. A person enters again only after the window.';
comment on column bi.funnels.reached_previous is 'Of these, those that reached the step before: the denominator from step to step. Of step 1: entered. May be summed over days.';
comment on column bi.funnels.converted is 'Of the entries, those that reached this step within the window: the numerator. May be summed over days.';
comment on column bi.funnels.median_seconds is 'Median time from the entry to this step, seconds, of those that reached it; empty where none did. Do not sum or average.';
comment on column bi.funnels.is_mature is 'Whether the windows of all entries of the day are over within the data; false: the numbers still grow.';

create view bi.paths as
select project, day, kind, step, from_name as "from", to_name as "to", transitions, from_transitions
from mart.path_daily;
comment on view bi.paths is 'One row per project, day, kind of place, step and pair of places: how sessions go on, up to their 10th place. Repeats of a place count as one visit. The 50 most visited places of the day have their names, the rest is (other). Bots are left out unless the project includes them.';
comment on column bi.paths.project is 'Id of the project.';
comment on column bi.paths.day is 'Day on which the session started, in the project''s time zone.';
comment on column bi.paths.kind is 'view: places are page paths and screen names. event: places are names of track events. Filter on one.';
comment on column bi.paths.step is '1 leads from (start) to the first place, n to the n-th.';
comment on column bi.paths."from" is 'Place before; (start) before the first. A reserved word: quote it.';
comment on column bi.paths."to" is 'Place after; (end) where the session has no further one. A reserved word: quote it.';
comment on column bi.paths.transitions is 'Sessions that went from the one to the other as this step: the numerator. May be summed over days.';
comment on column bi.paths.from_transitions is 'Sessions that went on from the place before in this step, ends included: the denominator. Repeats for every place after.';

create view bi.feature_adoption as
select project, feature, day, users, active_users, users_28d, active_users_28d, new_adopters, adopters, seen_users, events
from mart.feature_daily;
comment on view bi.feature_adoption is 'One row per project, feature of the projects file and day from the project''s first day with events to its last. Bots are left out unless the project includes them.';
comment on column bi.feature_adoption.project is 'Id of the project.';
comment on column bi.feature_adoption.feature is 'Name of the feature in the projects file; filter on one.';
comment on column bi.feature_adoption.day is 'Day in the project''s time zone.';
comment on column bi.feature_adoption.users is 'Persons who used the feature on the day: the numerator over active_users. A distinct count: do not sum over days or features.';
comment on column bi.feature_adoption.active_users is 'Persons with any event on the day: the denominator. Do not sum over days or features.';
comment on column bi.feature_adoption.users_28d is 'Distinct persons who used the feature on the day or one of the 27 before. Do not sum over days or features.';
comment on column bi.feature_adoption.active_users_28d is 'Distinct persons with any event on these 28 days, mau of bi.daily_activity: the denominator. Do not sum over days or features.';
comment on column bi.feature_adoption.new_adopters is 'Persons whose first ever use of the feature is on the day. May be summed over days.';
comment on column bi.feature_adoption.adopters is 'Persons who have used the feature by the end of the day: the sum of new_adopters so far. Do not sum.';
comment on column bi.feature_adoption.seen_users is 'Persons with any event by the end of the day: the denominator of adopters. Do not sum.';
comment on column bi.feature_adoption.events is 'Uses of the feature on the day: its events. May be summed.';

create view bi.properties_daily as
select project, day, event_name, property, rank, value, events, users, event_events, distinct_values
from mart.property_daily;
comment on view bi.properties_daily is 'One row per project, day, event and property of the projects file, and value: the 20 most frequent of the day, the rest as (other). Values of equal frequency are ranked by their text. Bots are left out unless the project includes them.';
comment on column bi.properties_daily.project is 'Id of the project.';
comment on column bi.properties_daily.day is 'Day in the project''s time zone.';
comment on column bi.properties_daily.event_name is 'Event, page or screen that has the property.';
comment on column bi.properties_daily.property is 'Name of the property; filter on one event and property.';
comment on column bi.properties_daily.rank is '1 is the most frequent value of the day; 21 is the rest.';
comment on column bi.properties_daily.value is 'The value, cut at 255 characters; (none) where the event lacks it, (other) for the values after the 20th.';
comment on column bi.properties_daily.events is 'Events with the value: the numerator. May be summed.';
comment on column bi.properties_daily.users is 'Distinct persons. Do not sum over days or values.';
comment on column bi.properties_daily.event_events is 'All events of that name on the day: the denominator. Repeats for every value.';
comment on column bi.properties_daily.distinct_values is 'How many values the property has on the day. Repeats for every value; do not sum over days.';

grant select on all tables in schema bi to bi_reader;
