-- The reports of one project with ${sessions} sessions on the ${days} days from 2026-01-01 on, the same at each run: everything follows from hashes of running numbers.
-- Of three sessions one is of the most faithful ninth of the people.

create temporary table visit as
with drawn as (
    select
        i,
        floor(sqrt(${sessions}::double precision) * 120 * power((hashint8extended(i, 1) & 1048575) / 1048576.0, 2))::integer as person,
        hashint8extended(i, 3) & 2147483647 as chance
    from generate_series(1, ${sessions}) as t(i)
)
select
    i,
    'u-' || lpad(person::text, 8, '0') as person_id,
    person,
    date '2026-01-01' + ((hashint8extended(i, 2) & 1048575) % ${days})::integer as day,
    (chance % 86400) as second,
    chance
from drawn;

insert into mart.session (
    project, session_id, actor_id, user_id, instance_id, started_at, ended_at, duration_seconds, events, pageviews, entry_page, exit_page, is_engaged, is_bounce, is_bot, platform,
    device_type, manufacturer, model, os_name, os_version, browser_name, language, country, timezone, app_version, campaign_name, campaign_source, campaign_medium, campaign_term, campaign_content, person_id,
    day, is_counted, event_date)
select
    'benchmark', md5(i::text), 'i-' || person_id, case when chance % 4 = 0 then person_id end, 'i-' || person_id,
    day + second * interval '1 second', day + (second + chance % 1800) * interval '1 second', chance % 1800, 1 + chance % 15, chance % 9,
    '/page/' || chance % 60, '/page/' || chance % 53, chance % 1800 > 10, chance % 1800 <= 10, chance % 100 = 0,
    (array['web', 'ios', 'android', 'desktop', 'backend'])[1 + person % 5], (array['desktop', 'mobile', 'tablet'])[1 + person % 3], 'Maker ' || person % 20, 'Model ' || person % 300,
    (array['Windows', 'iOS', 'Android', 'macOS', 'Linux'])[1 + person % 5], (10 + person % 9)::text, (array['Chrome', 'Safari', 'Firefox', 'Edge'])[1 + person % 4],
    (array['en', 'de', 'fr', 'es', 'it', 'ja'])[1 + person % 6], 'Country ' || person % 80, 'Europe/Vienna', '4.' || (chance % 40), 'Campaign ' || chance % 12,
    (array['newsletter', 'search', 'partner'])[1 + chance % 3], (array['email', 'cpc', 'link'])[1 + chance % 3], 'term ' || chance % 9, 'banner ' || chance % 4, person_id, day, chance % 100 <> 0, day
from visit
order by day, i;

insert into mart.person_day (project, day, person_id, events)
select 'benchmark', day, person_id, sum(1 + chance % 15) from visit where chance % 100 <> 0 group by day, person_id order by day, person_id;

insert into mart.activity_gap (project, day, previous_day, users)
select project, day, previous_day, count(*)
from (select project, day, lag(day) over (partition by person_id order by day) as previous_day from mart.person_day) d
group by project, day, previous_day;

insert into mart.person (
    project, person_id, first_seen_at, last_seen_at, sessions, events, active_days, platform, country, traits, first_day, first_platform, first_country, first_app_version)
select
    'benchmark', person_id, min(day + second * interval '1 second'), max(day + second * interval '1 second'), count(*), sum(1 + chance % 15), count(distinct day), 'web',
    'Country ' || min(person) % 80, '{"plan": "pro"}', min(day), (array['web', 'ios', 'android', 'desktop', 'backend'])[1 + min(person) % 5], 'Country ' || min(person) % 80,
    '4.' || min(chance) % 40
from visit group by person_id;

insert into mart.churn_score (project, person_id, probability, decile, reason_1, model_version, as_of, window_days, gap_days, scored_at)
select
    'benchmark', person_id, 1.0 / n, 1 + 10 * (n - 1) / persons, 'fewer active days than before', 1, last_day, 28, 3, last_day
from (
    select person_id, row_number() over (order by person_id) as n, count(*) over () as persons, max(last_seen_at::date) over () as last_day
    from mart.person where project = 'benchmark'
) p;

insert into mart.own_score (project, model, person_id, score_name, score, model_version, scored_at)
select 'benchmark', model, person_id, 'score', n, 1, date '2026-01-01'
from (select person_id, row_number() over (order by person_id) as n from mart.person where project = 'benchmark') p, (values ('value'), ('likes')) as m (model);

insert into mart.user_segment (project, person_id, recency_days, active_days, recency_score, frequency_score, segment, as_of, model_version, scored_at)
select
    'benchmark', person_id, 1 + n % 90, active_days, 1 + n % 5, 1 + n / 5 % 5, 'Segment ' || 1 + n % 10, last_day, 1, last_day
from (
    select person_id, active_days, row_number() over (order by person_id)::integer as n, max(last_seen_at::date) over () as last_day
    from mart.person where project = 'benchmark'
) p;

insert into mart.segment_size (project, day, scheme, segment, number, persons, all_persons, model_version)
select 'benchmark', date '2026-01-01' + n, scheme, 'Segment ' || number, number, 100 * number, 5500, 1
from generate_series(0, ${days} - 1) as n, (values ('rfm'), ('cluster')) as s (scheme), generate_series(1, 10) as number;

insert into mart.segment_flow (project, from_day, to_day, scheme, from_segment, to_segment, persons, model_version)
select 'benchmark', date '2026-01-01' + n - days, date '2026-01-01' + n, scheme, 'Segment ' || a, 'Segment ' || b, a * b, 1
from
    generate_series(0, ${days} - 1) as n, (values (7), (28)) as w (days), (values ('rfm'), ('cluster')) as s (scheme),
    generate_series(1, 10) as a, generate_series(1, 10) as b;
-- half of the persons took something
insert into mart.recommendation (project, item_property, person_id, rank, item, score, reason, model_version, as_of, scored_at)
select 'benchmark', 'article', person_id, rank, 'Article ' || (n + rank) % 500, 1.0 / rank, 'because of Article ' || n % 500, 1, last_day, last_day
from (
    select person_id, row_number() over (order by person_id) as n, max(last_seen_at::date) over () as last_day
    from mart.person where project = 'benchmark'
) p
cross join generate_series(1, 10) rank
where n % 2 = 0;

insert into mart.popular_item (project, item_property, rank, item, persons, share, model_version, as_of, scored_at)
select 'benchmark', 'article', rank, 'Article ' || rank, 1000 - rank, 1.0 / rank, 1, last_day, last_day
from (select max(last_seen_at::date) as last_day from mart.person where project = 'benchmark') p
cross join generate_series(1, 100) rank;

insert into mart.recommendation_model (project, item_property, method, is_champion, persons, recall_at_10, ndcg_at_10, coverage, items, model_version, measured_from, window_days)
select 'benchmark', 'article', method, method = 'ease', 1000, 0.2, 0.1, 0.5, 500, 1, last_day - 14, 14
from (select max(last_seen_at::date) as last_day from mart.person where project = 'benchmark') p
cross join unnest(array['popularity', 'item_knn', 'ease']) method;

insert into mart.daily_activity (
    project, day, active_users, new_users, returning_users, resurrected_users, dormant_users, wau, mau, sessions, engaged_sessions, bounced_sessions, events, total_session_seconds,
    median_session_seconds, is_complete)
select 'benchmark', day, count(distinct person_id), 100, 100, 10, 10, 5000, 20000, count(*), count(*) - 10, 10, sum(1 + chance % 15), count(*) * 900, 900, true
from visit where chance % 100 <> 0 group by day;

insert into mart.monthly_activity (
    project, month, active_users, new_users, returning_users, resurrected_users, dormant_users, active_user_days, sessions, engaged_sessions, bounced_sessions, events,
    total_session_seconds, median_session_seconds, is_complete)
select 'benchmark', date_trunc('month', day), count(distinct person_id), 100, 100, 10, 10, 100000, count(*), count(*) - 10, 10, sum(1 + chance % 15), count(*) * 900, 900, true
from visit where chance % 100 <> 0 group by date_trunc('month', day);

create temporary table day as
select date '2026-01-01' + n as day, n from generate_series(0, ${days} - 1) as t(n);

-- as many rows as the ETL writes: 60 names, 20 or 50 values, the places and pairs that a day has
insert into mart.event_daily (project, day, event_name, type, events, users, sessions)
select 'benchmark', day, 'Event ' || k, case when k % 4 = 0 then 'page' else 'track' end, 9000 / k, 3000 / k, 4000 / k from day cross join generate_series(1, 60) as t(k);

insert into mart.event_platform_daily (project, day, platform, event_name, type, events, users, sessions)
select project, day, platform, event_name, type, events / 5, users / 5, sessions / 5
from mart.event_daily cross join unnest(array['web', 'ios', 'android', 'desktop', 'backend']) platform
where project = 'benchmark';

insert into mart.device_daily (project, day, dimension, value, users, sessions, events)
select 'benchmark', day, d.dimension, 'Value ' || k, 3000 / k, 4000 / k, 9000 / k
from day
cross join (values ('device_type', 4), ('platform', 6), ('os', 12), ('browser', 15), ('model', 300), ('country', 80), ('language', 40), ('app_version', 40)) as d(dimension, values)
cross join lateral generate_series(1, d.values) as t(k);

insert into mart.retention (project, period, cohort_start, n, cohort_size, retained_on, retained_on_or_after, is_mature)
select 'benchmark', p.period, c.day, k, 500, 500 / (1 + k), 500 / (1 + k) + 10, true
from (values ('day', 1), ('week', 7), ('month', 30)) as p(period, length)
join day c on c.n % p.length = 0
cross join lateral generate_series(0, (${days} - 1 - c.n) / p.length) as t(k);

insert into mart.funnel_daily (project, funnel, day, step, steps, event_name, window_seconds, entered, reached_previous, converted, median_seconds, mature_at)
select 'benchmark', 'Funnel ' || f, day, k, 5, 'Event ' || k, 604800, 1000, 1000 / greatest(k - 1, 1), 1000 / k, 300 * k, day + 8
from day cross join generate_series(1, 8) as g(f) cross join generate_series(1, 5) as t(k);

insert into mart.feature_daily (project, feature, day, users, active_users, users_28d, active_users_28d, new_adopters, adopters, seen_users, events)
select 'benchmark', 'Feature ' || f, day, 500, 5000, 4000, 20000, 10, 6000, 60000, 900 from day cross join generate_series(1, 12) as g(f);

insert into mart.path_daily (project, day, kind, step, from_name, to_name, transitions, from_transitions)
select 'benchmark', day, p.kind, s, case when s = 1 then '(start)' else '/page/' || a end, case when b = 0 then '(end)' else '/page/' || b end, 1000 / (a + b), 1000 / a
from day
cross join (values ('view'), ('event')) as p(kind)
cross join generate_series(1, 10) as g(s)
cross join lateral generate_series(1, case when s = 1 then 1 else 51 end) as f(a)
cross join lateral generate_series(0, 50) as t(b)
where s = 1 or (a * 7 + b * 3) % 8 = 0;

insert into mart.property_daily (project, day, event_name, property, rank, value, events, users, event_events, distinct_values)
select 'benchmark', day, 'Event ' || p, 'property', k, 'Value ' || k, 900 / k, 300 / k, 2000, 40 from day cross join generate_series(1, 20) as g(p) cross join generate_series(1, 21) as t(k);

insert into mart.rejected_event (object_key, line, project, received_at, reason, message, event_id, protocol, raw)
select 'quarantine/' || k / 100, k % 100, 'benchmark', timestamp '2026-01-01' + k * (interval '1 day' * ${days} / 20000),
    (array['missing_name', 'bad_timestamp', 'too_large'])[1 + k % 3], 'what was wrong', 'm-' || k, 'segment', repeat('x', 400)
from generate_series(0, 19999) as t(k);

-- an object a minute and partition, where there is as much
insert into mart.lake_object (object_key, area, project, received_date, lines_written, lines_read, publication_id)
select
    'raw/project=benchmark/received_date=' || day || '/received_hour=' || lpad((m / 60)::text, 2, '0') || '/events-sessionized-' || p || '-' || lpad((n * 1440 + m)::text, 20, '0') || '.json.gz',
    'raw', 'benchmark', day, 12, 12, n * 1440 + m
from day cross join generate_series(0, least(1440, ${sessions} / ${days}) - 1) as g(m) cross join generate_series(0, 5) as t(p);

insert into mart.curated_receipt (project, event_date, received_date, events)
select 'benchmark', d.day, r.day, case when d.day = r.day then 72 * least(1440, ${sessions} / ${days}) - 12 * least(r.n, 9) else 12 end
from day r join day d on d.n between r.n - 9 and r.n;

insert into mart.data_freshness (project, dataset, complete_until, published_at, run_id, late_events)
select 'benchmark', 'reports', max(day) + interval '1 day', max(day) + interval '1 day', 1, 100 from day;

insert into mart.day_completeness (
    project, day, is_complete, watermark, events, last_received_at, late_1m_1h_events, late_1h_1d_events, late_1d_7d_events, late_over_7d_events)
select 'benchmark', day, true, day + 1, 70000, day + 1, 10, 10, 10, 10 from day;

insert into mart.restatement (project, day, metric, value_before, value_after, reason, run_id)
select 'benchmark', day, 'events', 1, 2, 'late events', k from day cross join generate_series(1, 50) as t(k);

drop table visit;
drop table day;
