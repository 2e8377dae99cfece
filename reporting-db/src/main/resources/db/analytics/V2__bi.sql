-- What every BI tool may read: plain views, their comments, and the grants that are the boundary.

create schema bi;
comment on schema bi is 'Reports of Rivulet. All times are UTC unless a column says day: days are those of the project''s time zone.';

create view bi.sessions as
select
    project, session_id, actor_id, user_id, instance_id, started_at, ended_at, duration_seconds, events, pageviews, entry_page, exit_page, is_engaged, is_bounce, is_bot,
    platform, device_type, manufacturer, model, os_name, os_version, browser_name, language, country, timezone, app_version, campaign_name, campaign_source, campaign_medium,
    person_id, day, is_counted
from mart.session;
comment on view bi.sessions is 'One row per session, bots included (is_bot). A session ends after 30 minutes without an event, or what the project sets, and is cut every 24 hours.';
comment on column bi.sessions.project is 'Id of the project.';
comment on column bi.sessions.session_id is 'Key within the project; the same events always give the same id.';
comment on column bi.sessions.actor_id is 'Whose session it is: the instance where events name one, else the user.';
comment on column bi.sessions.user_id is 'Last user signed in during the session; empty when nobody was.';
comment on column bi.sessions.instance_id is 'Installation or browser that sent the events; empty when events name only a user.';
comment on column bi.sessions.started_at is 'Time of the first event, UTC.';
comment on column bi.sessions.ended_at is 'Time of the last event, UTC.';
comment on column bi.sessions.duration_seconds is 'ended_at minus started_at, seconds; 0 for a session of one event.';
comment on column bi.sessions.events is 'Number of events in the session.';
comment on column bi.sessions.pageviews is 'Number of page and screen events in the session.';
comment on column bi.sessions.entry_page is 'First page path or screen name.';
comment on column bi.sessions.exit_page is 'Last page path or screen name.';
comment on column bi.sessions.is_engaged is 'Longer than 10 seconds, or at least 2 page or screen views, or a key event of the project.';
comment on column bi.sessions.is_bounce is 'Not engaged.';
comment on column bi.sessions.is_bot is 'An event came from a known robot.';
comment on column bi.sessions.platform is 'web, ios, android, desktop, backend or other; from operating system, browser and SDK.';
comment on column bi.sessions.device_type is 'mobile, tablet, desktop, tv, bot or what the client said.';
comment on column bi.sessions.manufacturer is 'Maker of the device.';
comment on column bi.sessions.model is 'Model of the device.';
comment on column bi.sessions.os_name is 'Operating system.';
comment on column bi.sessions.os_version is 'Version of the operating system.';
comment on column bi.sessions.browser_name is 'Browser.';
comment on column bi.sessions.language is 'Language, ISO 639.';
comment on column bi.sessions.country is 'Country as the client or GeoIP gave it.';
comment on column bi.sessions.timezone is 'Time zone of the client, IANA name.';
comment on column bi.sessions.app_version is 'Version of the customer''s application.';
comment on column bi.sessions.campaign_name is 'utm_campaign.';
comment on column bi.sessions.campaign_source is 'utm_source.';
comment on column bi.sessions.campaign_medium is 'utm_medium.';
comment on column bi.sessions.person_id is 'Whose session it is, as people are counted: the user, else the user who signs in on the instance, else the instance.';
comment on column bi.sessions.day is 'Day of the start in the project''s time zone.';
comment on column bi.sessions.is_counted is 'Whether the other reports count it: not a bot''s, or the project includes bots.';

create view bi.daily_activity as
select
    project, day, active_users, new_users, returning_users, resurrected_users, dormant_users, wau, mau, sessions, engaged_sessions, bounced_sessions, events, total_session_seconds,
    median_session_seconds, is_complete
from mart.daily_activity;
comment on view bi.daily_activity is 'One row per project and day of the project''s time zone, from its first day with events to its last. Bots are left out unless the project includes them.';
comment on column bi.daily_activity.project is 'Id of the project.';
comment on column bi.daily_activity.day is 'Day in the project''s time zone.';
comment on column bi.daily_activity.active_users is 'Persons with an event on the day. A distinct count: do not sum over days.';
comment on column bi.daily_activity.new_users is 'Persons whose first ever event is on the day. May be summed.';
comment on column bi.daily_activity.returning_users is 'Active, not new, and active on one of the 28 days before. Do not sum over days.';
comment on column bi.daily_activity.resurrected_users is 'Active, not new, and silent on all of the 28 days before. Do not sum over days.';
comment on column bi.daily_activity.dormant_users is 'Seen before and last active exactly 28 days before the day: they fall silent on it. May be summed.';
comment on column bi.daily_activity.wau is 'Distinct persons active on the day or one of the 6 before. Do not sum over days.';
comment on column bi.daily_activity.mau is 'Distinct persons active on the day or one of the 27 before. Do not sum over days.';
comment on column bi.daily_activity.sessions is 'Sessions that started on the day.';
comment on column bi.daily_activity.engaged_sessions is 'Of these, engaged ones.';
comment on column bi.daily_activity.bounced_sessions is 'Of these, bounces: sessions minus engaged_sessions.';
comment on column bi.daily_activity.events is 'Events that happened on the day.';
comment on column bi.daily_activity.total_session_seconds is 'Sum of the durations of the sessions that started on the day, seconds.';
comment on column bi.daily_activity.median_session_seconds is 'Median duration of the sessions that started on the day, seconds; empty without sessions. Do not sum or average.';
comment on column bi.daily_activity.is_complete is 'Whether events received after the end of the day have been published. Late events may still change it.';

create view bi.person_days as
select project, day, person_id, events
from mart.person_day;
comment on view bi.person_days is 'One row per project, day and person active on it: count distinct person_id for the active users of any range of days. Bots are left out unless the project includes them.';
comment on column bi.person_days.project is 'Id of the project.';
comment on column bi.person_days.day is 'Day in the project''s time zone.';
comment on column bi.person_days.person_id is 'user_id where known, else the user who signs in on the instance, else instance_id.';
comment on column bi.person_days.events is 'Events of the person on the day.';

create view bi.events_daily as
select project, day, event_name, type, events, users, sessions
from mart.event_daily;
comment on view bi.events_daily is 'One row per project, day, event name and type. Bots are left out unless the project includes them.';
comment on column bi.events_daily.project is 'Id of the project.';
comment on column bi.events_daily.day is 'Day in the project''s time zone.';
comment on column bi.events_daily.event_name is 'Name of the track event, page or screen; (none) where it has none.';
comment on column bi.events_daily.type is 'track, identify, page, screen, group or alias.';
comment on column bi.events_daily.events is 'Number of events.';
comment on column bi.events_daily.users is 'Distinct persons. Do not sum over days or names.';
comment on column bi.events_daily.sessions is 'Distinct sessions. Do not sum over days or names.';

create view bi.devices_daily as
select project, day, dimension, value, users, sessions, events
from mart.device_daily;
comment on view bi.devices_daily is 'One row per project, day, dimension and value. Filter on one dimension. Bots are left out unless the project includes them.';
comment on column bi.devices_daily.project is 'Id of the project.';
comment on column bi.devices_daily.day is 'Day in the project''s time zone.';
comment on column bi.devices_daily.dimension is 'device_type, platform, os, browser, model, country, language or app_version.';
comment on column bi.devices_daily.value is 'Value of the dimension; (unknown) where it is not known.';
comment on column bi.devices_daily.users is 'Distinct persons. Do not sum over days or values.';
comment on column bi.devices_daily.sessions is 'Distinct sessions. Do not sum over days or values.';
comment on column bi.devices_daily.events is 'Number of events.';

create view bi.retention as
select project, period, cohort_start, n, cohort_size, retained_on, retained_on_or_after, is_mature
from mart.retention;
comment on view bi.retention is 'One row per project, period, cohort and n. A cohort is the persons whose first ever event fell in the period. The rate over cohorts is sum(retained_on) / sum(cohort_size) over mature rows.';
comment on column bi.retention.project is 'Id of the project.';
comment on column bi.retention.period is 'day, week or month; filter on one.';
comment on column bi.retention.cohort_start is 'First day of the cohort''s period.';
comment on column bi.retention.n is 'Periods after the cohort''s: 0 is the cohort''s own period.';
comment on column bi.retention.cohort_size is 'Persons in the cohort: the denominator. Repeats for every n, so filter on one n before summing.';
comment on column bi.retention.retained_on is 'Of these, persons active in period n.';
comment on column bi.retention.retained_on_or_after is 'Of these, persons active in period n or any later one.';
comment on column bi.retention.is_mature is 'Whether period n has ended within the data; false: the numbers still grow.';

create view bi.users as
select project, person_id, first_seen_at, last_seen_at, sessions, events, active_days, platform, country, traits
from mart.person;
comment on view bi.users is 'One row per person: a user, or an instance that never signed in. Bots are left out unless the project includes them.';
comment on column bi.users.project is 'Id of the project.';
comment on column bi.users.person_id is 'user_id where known, else instance_id.';
comment on column bi.users.first_seen_at is 'Time of the first ever event, UTC.';
comment on column bi.users.last_seen_at is 'Time of the last event, UTC.';
comment on column bi.users.sessions is 'Number of sessions.';
comment on column bi.users.events is 'Number of events.';
comment on column bi.users.active_days is 'Number of days with an event, in the project''s time zone.';
comment on column bi.users.platform is 'Platform of the last session.';
comment on column bi.users.country is 'Country of the last session that knows one.';
comment on column bi.users.traits is 'Traits of the last identify event, JSON.';

create view bi.rejected_events as
select project, received_at, reason, message, event_id, protocol, raw
from mart.rejected_event;
comment on view bi.rejected_events is 'One row per refused event or request, with the reason. Project _unknown: no write key was recognised.';
comment on column bi.rejected_events.project is 'Id of the project, or _unknown.';
comment on column bi.rejected_events.received_at is 'When the collector took the request, UTC.';
comment on column bi.rejected_events.reason is 'One of a closed list; docs/ingest.md explains each.';
comment on column bi.rejected_events.message is 'What was wrong, for the developer who sent it.';
comment on column bi.rejected_events.event_id is 'The client''s message id, where one could be read.';
comment on column bi.rejected_events.protocol is 'segment, revolt or pixel.';
comment on column bi.rejected_events.raw is 'The refused text, cut at 8 KB.';

create view bi.data_freshness as
select project, dataset, complete_until, published_at, run_id, late_events
from mart.data_freshness;
comment on view bi.data_freshness is 'One row per project and dataset: how fresh the reports are.';
comment on column bi.data_freshness.project is 'Id of the project.';
comment on column bi.data_freshness.dataset is 'Which data: reports.';
comment on column bi.data_freshness.complete_until is 'Time of receipt of the latest event in the reports, UTC.';
comment on column bi.data_freshness.published_at is 'When the reports were last replaced, UTC.';
comment on column bi.data_freshness.run_id is 'The run of job report that did it.';
comment on column bi.data_freshness.late_events is 'Events of the project received more than 24 hours after they happened.';

create view bi.closing_balance as
with arrived as (
    select
        project,
        received_date,
        sum(lines_written) filter (where area = 'raw') as accepted,
        sum(lines_written) filter (where area = 'quarantine') as quarantined,
        sum(lines_written - lines_read) filter (where area = 'quarantine') as unread
    from mart.lake_object
    group by project, received_date
),
curated as (
    select project, received_date, sum(events) as events
    from mart.curated_receipt
    group by project, received_date
),
balance as (
    select
        project,
        received_date as day,
        coalesce(a.accepted, 0)::bigint as accepted,
        coalesce(a.quarantined, 0)::bigint as quarantined,
        coalesce(a.unread, 0)::bigint as unread,
        coalesce(c.events, 0)::bigint as curated,
        coalesce(d.events, 0)::bigint as duplicates
    from arrived a
    full join curated c using (project, received_date)
    full join mart.duplicate_receipt d using (project, received_date)
)
select
    project, day, accepted + quarantined as received, accepted, quarantined, curated, duplicates,
    accepted - curated - duplicates + unread as difference
from balance;
comment on view bi.closing_balance is 'One row per project and day of receipt (UTC): every event accounted for. difference must be 0.';
comment on column bi.closing_balance.project is 'Id of the project, or _unknown.';
comment on column bi.closing_balance.day is 'UTC day on which the collector took the events.';
comment on column bi.closing_balance.received is 'accepted plus quarantined.';
comment on column bi.closing_balance.accepted is 'Lines in raw objects, as the archiver counted them when it wrote them.';
comment on column bi.closing_balance.quarantined is 'Lines in quarantine objects, as the archiver counted them.';
comment on column bi.closing_balance.curated is 'Events in the curated files, counted there.';
comment on column bi.closing_balance.duplicates is 'Copies of events that had been received before; they count once.';
comment on column bi.closing_balance.difference is 'accepted minus curated minus duplicates, plus quarantined lines that could not be read. Anything but 0 is an error of the pipeline.';

create view bi.metric_definitions as
select metric, view_name, column_name, title, definition, formula, grain, unit, source
from mart.metric_definition;
comment on view bi.metric_definitions is 'One row per metric: what it means and how it is computed.';
comment on column bi.metric_definitions.metric is 'Key.';
comment on column bi.metric_definitions.view_name is 'The view of schema bi that has it.';
comment on column bi.metric_definitions.column_name is 'Its column there.';
comment on column bi.metric_definitions.title is 'Name for people.';
comment on column bi.metric_definitions.definition is 'Meaning in plain words.';
comment on column bi.metric_definitions.formula is 'Computation.';
comment on column bi.metric_definitions.grain is 'What one value belongs to, and whether it may be summed.';
comment on column bi.metric_definitions.unit is 'persons, sessions, events, seconds or share.';
comment on column bi.metric_definitions.source is 'Where the rule comes from.';

revoke all on schema public from public;
grant usage on schema bi to bi_reader;
grant select on all tables in schema bi to bi_reader;
alter default privileges in schema bi grant select on tables to bi_reader;
