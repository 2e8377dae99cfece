-- given: project orchard, 200 days that look like a product's life; made for looking at the page, not for adding up.
insert into mart.daily_activity
select
    'orchard', d.day, a, greatest(1, a / 9), a - a / 9 - a / 30, a / 30, a / 12, 0, 0, round(a * 1.35), round(a), round(a * 1.35) - round(a), round(a * 11.7 + 40 * sin(i)), a * 190, 140 + 30 * sin(i / 5.0), d.i < 199
from (select i, date '2026-04-20' + i as day from generate_series(0, 199) i) d
cross join lateral (
    select round(120 + i * 1.6 - 0.35 * i * case when extract(isodow from d.day) > 5 then 1 else 0 end + 18 * sin(i / 9.0) + 9 * sin(i * 1.7))::int as a
) n;

-- The lower a person's number, the more often the person is active.
insert into mart.person_day
select project, day, 'i' || person, events / active_users
from mart.daily_activity
cross join lateral (select person from generate_series(1, active_users * 7) person order by person * (hashint8(person * 1000 + (day - date '2026-04-20')) & 65535), person limit active_users) p
where project = 'orchard';

update mart.daily_activity d
set (wau, mau) = (
    select count(distinct person_id) filter (where day > d.day - 7), count(distinct person_id)
    from mart.person_day
    where project = d.project and day between d.day - 27 and d.day
)
where project = 'orchard';

insert into mart.session (project, session_id, actor_id, user_id, instance_id, started_at, ended_at, duration_seconds, events, pageviews, entry_page, exit_page, is_engaged, is_bounce, is_bot, platform, device_type, os_name, browser_name, country, app_version, person_id, day, is_counted, event_date)
select
    'orchard', 's' || i || '-' || k, 'i' || p, null, 'i' || p, at, at + seconds * interval '1 second', seconds, 3 + k % 17, 1 + k % 6, '/library', case when k % 3 = 0 then '/library' else '/playlists/summer' end, k % 7 > 0, k % 7 = 0, false,
    (array['web', 'ios', 'android'])[1 + p % 3], (array['desktop', 'mobile', 'mobile'])[1 + p % 3], (array['Windows', 'iOS', 'Android'])[1 + p % 3], (array['Firefox', null, null])[1 + p % 3], (array['Germany', 'France', 'Japan', 'Brazil'])[1 + p % 4], '4.' || i / 30,
    'i' || p, at::date, true, at::date
from generate_series(0, 199) i
cross join generate_series(1, 60) k
cross join lateral (select (i * 31 + k * k * 7) % (900 + i * 20) as p, date '2026-04-20' + i + k * interval '23 minutes' as at, 12 + (k * 37 + i * 11) % 340 + i / 2 as seconds) s;

insert into mart.event_daily
select 'orchard', day, name, type, round(events * portion), 10, 10
from mart.daily_activity
cross join (values
    ('Track Played', 'track', 0.381), ('Home', 'page', 0.142), ('Search Performed', 'track', 0.103), ('Track Skipped', 'track', 0.082), ('Playlist', 'page', 0.071), ('Track Liked', 'track', 0.052),
    ('Added To Playlist', 'track', 0.044), ('(none)', 'identify', 0.031), ('Signed In', 'track', 0.022), ('Settings', 'screen', 0.019), ('Advert Shown', 'track', 0.017), ('Friend Invited', 'track', 0.011),
    ('Upgrade Page', 'page', 0.009), ('Upgraded', 'track', 0.002), ('Cancelled', 'track', 0.001)
) as e(name, type, portion)
where project = 'orchard';

insert into mart.event_platform_daily
select project, day, platform, event_name, type, round(events * portion), 4, 4
from mart.event_daily
cross join (values ('ios', 0.31), ('android', 0.28), ('web', 0.41)) as p(platform, portion)
where project = 'orchard' and (event_name <> 'Settings' or platform <> 'web');

insert into mart.device_daily
select 'orchard', day, dimension, value, 10, 10, round(events * portion)
from mart.daily_activity
cross join (values
    ('device_type', 'mobile', 0.58), ('device_type', 'desktop', 0.33), ('device_type', 'tablet', 0.07), ('device_type', 'tv', 0.02),
    ('platform', 'ios', 0.31), ('platform', 'android', 0.28), ('platform', 'web', 0.41), ('os', 'iOS', 0.36), ('os', 'Android', 0.3), ('os', 'Windows', 0.2), ('os', 'macOS', 0.1), ('os', 'Linux', 0.04),
    ('country', 'Germany', 0.3), ('country', 'United States', 0.2), ('country', 'France', 0.1), ('country', 'Japan', 0.09), ('country', 'Brazil', 0.08), ('country', 'Spain', 0.07), ('country', 'Italy', 0.05), ('country', 'Poland', 0.04), ('country', 'India', 0.04), ('country', 'Norway', 0.03)
) as e(dimension, value, portion)
where project = 'orchard';

insert into mart.retention
select 'orchard', c.period, c.start, n, size, round(size * case when n = 0 then 1 else kept end), round(size * case when n = 0 then 1 else least(1, kept * 1.35 + 0.03) end), c.start + (n + 1) * c.step <= date '2026-11-05'
from (
    select 'day' as period, date '2026-10-06' + i as start, interval '1 day' as step, i from generate_series(0, 30) i
    union all select 'week', date '2026-07-13' + 7 * i, interval '7 days', i from generate_series(0, 16) i
    union all select 'month', (date '2026-05-01' + i * interval '1 month')::date, interval '1 month', i from generate_series(0, 6) i
) c
cross join generate_series(0, 16) n
cross join lateral (select 60 + (c.i * 17) % 45 as size, (0.52 + 0.004 * c.i) / (1 + 0.34 * n) + 0.02 * sin(c.i * 2.3 + n) as kept) s
where c.start + n * c.step <= date '2026-11-05';

insert into mart.data_freshness values ('orchard', 'reports', '2026-11-05 21:14:08', '2026-11-05 21:15:02', 412, 118);
insert into mart.lake_object values ('raw/orchard/1', 'raw', 'orchard', '2026-11-05', 611204, 611204, 2, 1206);
insert into mart.curated_receipt values ('orchard', '2026-11-05', '2026-11-05', 609998);

insert into mart.person
select project, person_id, min(started_at), max(ended_at), count(*), sum(events), count(distinct day), min(platform), min(country), '{"plan": "family", "newsletter": true, "since": "2026-05"}', min(day), min(platform), min(country), min(app_version)
from mart.session
where project = 'orchard'
group by project, person_id;

update mart.person p
set first_day = (select min(day) from mart.person_day d where d.project = p.project and d.person_id = p.person_id)
where project = 'orchard';

insert into mart.funnel_daily
select
    'orchard', f.name, a.day, s.step, f.steps, s.event, f.seconds, n.entered, case when s.step = 1 then n.entered else round(n.entered * s.before) end, round(n.entered * s.rate), s.median * (1 + 0.1 * sin(extract(doy from a.day))),
    a.day + 1 + f.seconds * interval '1 second'
from mart.daily_activity a
cross join (values ('From search to a playlist', 4, 604800, 0.55), ('Upgrade', 3, 2592000, 0.12)) as f(name, steps, seconds, entries)
cross join lateral (select round(a.active_users * f.entries * (1 + 0.1 * sin(extract(doy from a.day) / 3.0)))::bigint as entered) n
join (values
    ('From search to a playlist', 1, 'Search Performed', 1.0, 1.0, 0), ('From search to a playlist', 2, 'Track Played', 1.0, 0.81, 24), ('From search to a playlist', 3, 'Track Liked', 0.81, 0.34, 310), ('From search to a playlist', 4, 'Added To Playlist', 0.34, 0.19, 4300),
    ('Upgrade', 1, 'Upgrade Page', 1.0, 1.0, 0), ('Upgrade', 2, 'Advert Shown', 1.0, 0.42, 4000), ('Upgrade', 3, 'Upgraded', 0.42, 0.07, 90000)
) as s(funnel, step, event, before, rate, median) on s.funnel = f.name
where a.project = 'orchard';

insert into mart.path_daily
select 'orchard', day, 'view', step, from_name, to_name, round(sessions * portion), round(sessions * portion)
from mart.daily_activity
cross join (values
    (1, '(start)', 'Home', 0.56), (1, '(start)', 'Search', 0.2), (1, '(start)', 'Playlist', 0.14), (1, '(start)', 'Library', 0.1),
    (2, 'Home', 'Search', 0.18), (2, 'Home', 'Playlist', 0.16), (2, 'Home', 'Library', 0.09), (2, 'Home', '(end)', 0.13), (2, 'Search', 'Track', 0.12), (2, 'Search', 'Artist', 0.05), (2, 'Search', '(end)', 0.03),
    (2, 'Playlist', 'Track', 0.1), (2, 'Playlist', '(end)', 0.04), (2, 'Library', 'Playlist', 0.08), (2, 'Library', '(end)', 0.02),
    (3, 'Search', 'Track', 0.1), (3, 'Search', 'Artist', 0.05), (3, 'Search', '(end)', 0.03), (3, 'Playlist', 'Track', 0.17), (3, 'Playlist', '(end)', 0.07), (3, 'Library', 'Playlist', 0.06), (3, 'Library', 'Settings', 0.01), (3, 'Library', '(end)', 0.02),
    (3, 'Track', 'Search', 0.07), (3, 'Track', 'Playlist', 0.05), (3, 'Track', '(end)', 0.1), (3, 'Artist', 'Track', 0.04), (3, 'Artist', '(end)', 0.01),
    (4, 'Track', 'Search', 0.09), (4, 'Track', '(end)', 0.22), (4, 'Artist', 'Track', 0.04), (4, 'Artist', '(end)', 0.01), (4, 'Playlist', 'Track', 0.06), (4, 'Playlist', '(other)', 0.01), (4, 'Playlist', '(end)', 0.04), (4, 'Search', 'Track', 0.05), (4, 'Search', '(end)', 0.02), (4, 'Settings', '(end)', 0.01)
) as p(step, from_name, to_name, portion)
where project = 'orchard';

insert into mart.feature_daily
select
    'orchard', f.name, a.day, round(a.active_users * f.daily * s.swing), a.active_users, round(a.mau * f.monthly * s.swing), a.mau, round(a.new_users * f.monthly), sum(round(a.new_users * f.monthly)) over w, sum(a.new_users) over w, round(a.events * f.daily / 9)
from mart.daily_activity a
cross join (values ('Search', 0.48, 0.71), ('Playlists', 0.33, 0.52), ('Likes', 0.21, 0.44), ('Friends', 0.03, 0.09), ('Family plan with a name that is rather long for its place', 0.01, 0.04)) as f(name, daily, monthly)
cross join lateral (select 0.85 + 0.15 * (a.day - date '2026-04-20') / 200 + 0.02 * sin(extract(doy from a.day) / 5.0) as swing) s
where a.project = 'orchard'
window w as (partition by f.name order by a.day);
