-- What BI tools ask of each view, in the shapes that they send: figures by day over four weeks, one distinct count, the first thousand rows of a query.

-- activity_gaps: persons of four weeks
select sum(users) from bi.activity_gaps where project = 'benchmark' and day between '${from}' and '${to}' and (previous_day is null or previous_day < '${from}');

-- churn_scores: by tenth
select decile, count(*), sum(probability) from (select * from bi.churn_scores where project = 'benchmark') t0 group by decile order by decile;

-- closing_balance: by day
select day, sum(received), sum(difference) from (select * from bi.closing_balance where project = 'benchmark') t0 group by day order by day;

-- daily_activity: by day
select day, sum(active_users), sum(wau), sum(mau), sum(sessions) from (select * from bi.daily_activity where project = 'benchmark') t0 where day between '${from}' and '${to}' group by day order by day;

-- data_freshness: all
select * from (select * from bi.data_freshness where project = 'benchmark') t0 limit 1001;

-- day_completeness: by day
select day, sum(events), sum(late_over_7d_events) from (select * from bi.day_completeness where project = 'benchmark') t0 group by day order by day;

-- devices_daily: by value
select value, sum(events), avg(users) from bi.devices_daily where project = 'benchmark' and dimension = 'model' and day between '${from}' and '${to}' group by value order by 2 desc limit 20;

-- event_platforms_daily: by name
select event_name, sum(events) from bi.event_platforms_daily where project = 'benchmark' and platform = 'ios' and day between '${from}' and '${to}' group by event_name order by 2 desc limit 20;

-- events_daily: by name
select event_name, sum(events) from bi.events_daily where project = 'benchmark' and day between '${from}' and '${to}' group by event_name order by 2 desc limit 20;

-- feature_adoption: by day
select day, feature, sum(users_28d), sum(active_users_28d) from bi.feature_adoption where project = 'benchmark' and day between '${from}' and '${to}' group by day, feature order by day, feature;

-- funnels: by step
select step, event_name, sum(converted), sum(entered) from bi.funnels where project = 'benchmark' and funnel = 'Funnel 1' and is_mature and day between '${from}' and '${to}' group by step, event_name order by step;

-- metric_definitions: all
select * from (select * from bi.metric_definitions) t0 limit 1001;

-- monthly_activity: by month
select month, sum(active_users), sum(sessions) from bi.monthly_activity where project = 'benchmark' group by month order by month;

-- own_scores: highest of a model
select * from (select * from bi.own_scores where project = 'benchmark' and model = 'value') t0 order by score desc limit 1001;

-- paths: by pair of places
select "from", "to", sum(transitions) from bi.paths where project = 'benchmark' and kind = 'view' and step = 2 and day between '${from}' and '${to}' group by 1, 2 order by 3 desc limit 10;

-- person_days: persons of four weeks
select count(distinct person_id) from bi.person_days where project = 'benchmark' and day between '${from}' and '${to}';

-- popular_items: all
select * from (select * from bi.popular_items where project = 'benchmark') t0 order by item_property, rank limit 1001;

-- properties_daily: by value
select value, sum(events) from bi.properties_daily where project = 'benchmark' and event_name = 'Event 1' and property = 'property' and day between '${from}' and '${to}' group by value order by 2 desc;

-- recommendation_models: all
select * from (select * from bi.recommendation_models where project = 'benchmark') t0 limit 1001;

-- recommendations: of a person
select rank, item, reason from bi.recommendations where project = 'benchmark' and item_property = 'article' and person_id = (select max(person_id) from bi.users where project = 'benchmark') order by rank;

-- recommendations: a screen of rows
select * from (select * from bi.recommendations where project = 'benchmark') t0 limit 1001;

-- rejected_events: by reason
select reason, count(*) from bi.rejected_events where project = 'benchmark' and received_at >= '${from}' group by reason order by 2 desc;

-- restatements: latest
select * from (select * from bi.restatements where project = 'benchmark') t0 order by at desc limit 1001;

-- retention: by cohort
select cohort_start, n, sum(retained_on), sum(cohort_size) from bi.retention where project = 'benchmark' and period = 'week' and is_mature group by cohort_start, n order by 1, 2;

-- segment_flows: who went where in four weeks
select from_segment, to_segment, sum(persons) from (select * from bi.segment_flows where project = 'benchmark') t0 where scheme = 'rfm' and days = 28 and to_day = '${to}' group by from_segment, to_segment order by 3 desc;

-- segment_sizes: by day
select day, segment, sum(persons) from (select * from bi.segment_sizes where project = 'benchmark') t0 where scheme = 'rfm' and day between '${from}' and '${to}' group by day, segment order by day, segment;

-- sessions: by day
select day, count(*), sum(duration_seconds), count(*) filter (where is_engaged) from bi.sessions where project = 'benchmark' and is_counted and day between '${from}' and '${to}' group by day order by day;

-- sessions: by country
select country, count(*) from bi.sessions where project = 'benchmark' and is_counted and day between '${from}' and '${to}' group by country order by 2 desc limit 20;

-- sessions: a screen of rows
select * from (select * from bi.sessions where project = 'benchmark') t0 where day between '${from}' and '${to}' limit 1001;

-- user_segments: the first thousand of a segment
select * from (select * from bi.user_segments where project = 'benchmark') t0 where segment = 'Segment 1' limit 1001;

-- users: by platform
select platform, count(*), avg(active_days) from bi.users where project = 'benchmark' group by platform;

-- users: a screen of rows
select * from (select * from bi.users where project = 'benchmark') t0 limit 1001;

-- users: by platform where they began
select first_platform, first_day, count(*) from bi.users where project = 'benchmark' and first_day between '${from}' and '${to}' group by 1, 2;
