-- given: project shop with ten days of figures small enough to add up by hand.
insert into mart.daily_activity values
('shop', '2024-03-01', 2, 2, 0, 0, 0, 2, 2, 2, 2, 0, 10, 30, 15, true),
('shop', '2024-03-02', 1, 0, 1, 0, 0, 2, 2, 1, 1, 0,  5, 30, 30, true),
('shop', '2024-03-03', 3, 1, 2, 0, 0, 3, 3, 3, 3, 0, 12, 170, 60, true),
('shop', '2024-03-04', 0, 0, 0, 0, 0, 3, 3, 0, 0, 0,  0, 0, null, true),
('shop', '2024-03-05', 2, 0, 2, 0, 0, 3, 3, 2, 2, 0,  8, 170, 85, true),
('shop', '2024-03-06', 2, 1, 1, 0, 0, 4, 4, 3, 2, 1, 20, 30, 10, true),
('shop', '2024-03-07', 1, 0, 1, 0, 0, 4, 4, 1, 1, 0,  6, 30, 30, true),
('shop', '2024-03-08', 2, 0, 2, 0, 0, 4, 4, 2, 2, 0,  9, 90, 45, true),
('shop', '2024-03-09', 3, 1, 2, 0, 0, 5, 5, 4, 4, 0, 21, 340, 85, true),
('shop', '2024-03-10', 2, 0, 2, 0, 0, 4, 5, 2, 2, 0, 14, 230, 115, false);

insert into mart.person_day values
('shop', '2024-03-01', 'ann', 5), ('shop', '2024-03-01', 'bob', 5),
('shop', '2024-03-02', 'ann', 5),
('shop', '2024-03-03', 'ann', 4), ('shop', '2024-03-03', 'bob', 5), ('shop', '2024-03-03', 'i-3', 3),
('shop', '2024-03-05', 'ann', 4), ('shop', '2024-03-05', 'bob', 4),
('shop', '2024-03-06', 'ann', 12), ('shop', '2024-03-06', 'i-4', 8),
('shop', '2024-03-07', 'bob', 6),
('shop', '2024-03-08', 'ann', 5), ('shop', '2024-03-08', 'bob', 4),
('shop', '2024-03-09', 'ann', 6), ('shop', '2024-03-09', 'bob', 11), ('shop', '2024-03-09', 'i-5', 4),
('shop', '2024-03-10', 'ann', 10), ('shop', '2024-03-10', 'i-4', 4);

-- Eight sessions before 6 March and twelve from then on; the bot's does not count. The project's days are those of UTC.
insert into mart.session (project, session_id, actor_id, user_id, instance_id, started_at, ended_at, duration_seconds, events, pageviews, is_engaged, is_bounce, is_bot, person_id, day, is_counted, event_date)
select 'shop', id, coalesce(instance_id, user_id), user_id, instance_id, at::timestamp, at::timestamp + seconds * interval '1 second', seconds, 1, 1, true, false, bot, coalesce(user_id, instance_id), at::date, not bot, at::date
from (values
    ('s01', 'ann', 'i-1', '2024-03-01 00:00:00',  10, false),
    ('s02', 'bob', 'i-2', '2024-03-01 10:00:00',  20, false),
    ('s03', 'ann', 'i-1', '2024-03-02 10:00:00',  30, false),
    ('s04', 'ann', 'i-1', '2024-03-03 10:00:00',  40, false),
    ('s05', 'bob', null,  '2024-03-03 11:00:00',  60, false),
    ('s06', null,  'i-3', '2024-03-03 12:00:00',  70, false),
    ('s07', 'ann', 'i-1', '2024-03-05 10:00:00',  80, false),
    ('s08', 'bob', 'i-2', '2024-03-05 23:59:59',  90, false),
    ('s09', 'ann', 'i-1', '2024-03-06 00:00:00',   0, false),
    ('s10', 'ann', 'i-9', '2024-03-06 10:00:00',  10, false),
    ('s11', null,  'i-4', '2024-03-06 11:00:00',  20, false),
    ('s12', 'bob', 'i-2', '2024-03-07 10:00:00',  30, false),
    ('s13', 'ann', 'i-1', '2024-03-08 10:00:00',  40, false),
    ('s14', 'bob', 'i-2', '2024-03-08 11:00:00',  50, false),
    ('s15', null,  'i-5', '2024-03-09 10:00:00',  70, false),
    ('s16', 'ann', 'i-1', '2024-03-09 11:00:00',  80, false),
    ('s17', 'bob', 'i-2', '2024-03-09 12:00:00',  90, false),
    ('s18', 'bob', 'i-2', '2024-03-09 20:00:00', 100, false),
    ('s19', 'ann', 'i-1', '2024-03-10 10:00:00', 110, false),
    ('s20', null,  'i-4', '2024-03-10 23:59:59', 120, false),
    ('s21', null,  'bot', '2024-03-10 12:00:00', 999, true)
) as given(id, user_id, instance_id, at, seconds, bot);

update mart.session set country = 'AT', app_version = case session_id when 's09' then '1.0' else '1.1' end where project = 'shop' and session_id in ('s09', 's10');
-- a place that only the robot has
update mart.session set country = 'NL' where project = 'shop' and session_id = 's21';

insert into mart.event_daily values
('shop', '2024-03-01', 'Product Viewed', 'track', 10, 2, 2),
('shop', '2024-03-06', 'Product Viewed', 'track', 40, 2, 3),
('shop', '2024-03-06', 'Order Completed', 'track', 10, 1, 1),
('shop', '2024-03-10', 'Product Viewed', 'track', 4, 2, 2),
('shop', '2024-03-10', '(none)', 'identify', 16, 2, 2);

insert into mart.event_platform_daily values
('shop', '2024-03-01', 'ios', 'Product Viewed', 'track', 10, 2, 2),
('shop', '2024-03-06', 'ios', 'Product Viewed', 'track', 25, 1, 2),
('shop', '2024-03-06', 'web', 'Product Viewed', 'track', 15, 1, 1),
('shop', '2024-03-06', 'web', 'Order Completed', 'track', 10, 1, 1),
('shop', '2024-03-10', 'ios', 'Product Viewed', 'track', 4, 2, 2),
('shop', '2024-03-10', '(unknown)', '(none)', 'identify', 16, 2, 2);

insert into mart.device_daily values
('shop', '2024-03-01', 'os', 'Android', 1, 1, 10),
('shop', '2024-03-05', 'country', 'AT', 1, 1, 5),
('shop', '2024-03-05', 'country', '(unknown)', 1, 1, 3),
('shop', '2024-03-05', 'app_version', '1.1', 1, 1, 5),
('shop', '2024-03-05', 'app_version', '1.0', 1, 1, 3),
('shop', '2024-03-06', 'device_type', 'mobile', 2, 3, 30),
('shop', '2024-03-10', 'device_type', 'mobile', 2, 2, 12),
('shop', '2024-03-06', 'device_type', 'desktop', 1, 1, 28),
('shop', '2024-03-06', 'os', 'iOS', 2, 3, 70);

insert into mart.retention values
('shop', 'week', '2024-02-26', 0, 4, 4, 4, true),
('shop', 'week', '2024-02-26', 1, 4, 2, 3, true),
('shop', 'week', '2024-02-26', 2, 4, 1, 1, false),
('shop', 'week', '2024-03-04', 0, 2, 2, 2, true),
('shop', 'week', '2024-03-04', 1, 2, 1, 1, false),
('shop', 'month', '2024-03-01', 0, 6, 6, 6, false);

insert into mart.data_freshness values
('shop', 'reports', '2024-03-10 18:30:00', '2024-03-10 18:31:00', 7, 2);
insert into mart.lake_object values
('raw/shop/1', 'raw', 'shop', '2024-03-10', 108, 108, 1, 3),
('quarantine/shop/1', 'quarantine', 'shop', '2024-03-10', 4, 4, 1, 0);
insert into mart.curated_receipt values ('shop', '2024-03-10', '2024-03-10', 105);

-- The funnel's window is a day, so that of 9 March is not over when the data end.
insert into mart.funnel_daily values
('shop', 'Checkout', '2024-03-01', 1, 3, 'Product Viewed', 86400, 4, 4, 4, 0, '2024-03-03'),
('shop', 'Checkout', '2024-03-01', 2, 3, 'Product Added', 86400, 4, 4, 2, 60, '2024-03-03'),
('shop', 'Checkout', '2024-03-01', 3, 3, 'Order Completed', 86400, 4, 2, 1, 120, '2024-03-03'),
('shop', 'Checkout', '2024-03-06', 1, 3, 'Product Viewed', 86400, 10, 10, 10, 0, '2024-03-08'),
('shop', 'Checkout', '2024-03-06', 2, 3, 'Product Added', 86400, 10, 10, 6, 30, '2024-03-08'),
('shop', 'Checkout', '2024-03-06', 3, 3, 'Order Completed', 86400, 10, 6, 3, 300, '2024-03-08'),
('shop', 'Checkout', '2024-03-09', 1, 3, 'Product Viewed', 86400, 5, 5, 5, 0, '2024-03-11'),
('shop', 'Checkout', '2024-03-09', 2, 3, 'Product Added', 86400, 5, 5, 4, 90, '2024-03-11'),
('shop', 'Checkout', '2024-03-09', 3, 3, 'Order Completed', 86400, 5, 4, 1, 600, '2024-03-11'),
('shop', 'Sign up', '2024-03-06', 1, 2, 'Home', 3600, 2, 2, 2, 0, '2024-03-07 01:00:00'),
('shop', 'Sign up', '2024-03-06', 2, 2, 'Signed Up', 3600, 2, 2, 1, 45.5, '2024-03-07 01:00:00');

insert into mart.path_daily values
('shop', '2024-03-06', 'view', 1, '(start)', '/', 5, 5),
('shop', '2024-03-06', 'view', 2, '/', '/product', 3, 5),
('shop', '2024-03-06', 'view', 2, '/', '(end)', 2, 5),
('shop', '2024-03-06', 'view', 3, '/product', '/cart', 2, 3),
('shop', '2024-03-06', 'view', 3, '/product', '(end)', 1, 3),
('shop', '2024-03-09', 'view', 1, '(start)', '/', 3, 3),
('shop', '2024-03-09', 'view', 2, '/', '/product', 2, 3),
('shop', '2024-03-09', 'view', 2, '/', '(other)', 1, 3),
('shop', '2024-03-06', 'event', 1, '(start)', 'Product Viewed', 4, 4);

insert into mart.feature_daily values
('shop', 'Search', '2024-03-05', 1, 2, 1, 4, 0, 1, 3, 3),
('shop', 'Search', '2024-03-06', 1, 2, 2, 4, 1, 2, 4, 6),
('shop', 'Search', '2024-03-10', 2, 2, 2, 5, 0, 2, 5, 5),
('shop', 'Wishlist', '2024-03-05', 0, 2, 0, 4, 0, 0, 3, 0),
('shop', 'Wishlist', '2024-03-06', 1, 2, 1, 4, 1, 1, 4, 2),
('shop', 'Wishlist', '2024-03-10', 0, 2, 1, 5, 0, 1, 5, 0);


-- Five persons in segments, of whom one came in the last week and one went to another.
insert into mart.segment_size values
('shop', '2024-03-03', 'rfm', 'Champions', 1, 2, 4, 1),
('shop', '2024-03-03', 'rfm', 'New', 4, 0, 4, 1),
('shop', '2024-03-03', 'rfm', 'At risk', 9, 2, 4, 1),
('shop', '2024-03-10', 'rfm', 'Champions', 1, 3, 5, 1),
('shop', '2024-03-10', 'rfm', 'New', 4, 1, 5, 1),
('shop', '2024-03-10', 'rfm', 'At risk', 9, 1, 5, 1),
('shop', '2024-03-10', 'cluster', 'Come often, stay long', 1, 4, 5, 1),
('shop', '2024-03-10', 'cluster', 'New', 2, 1, 5, 1);
insert into mart.segment_flow values
('shop', '2024-03-03', '2024-03-10', 'rfm', 'Champions', 'Champions', 2, 1),
('shop', '2024-03-03', '2024-03-10', 'rfm', 'At risk', 'Champions', 1, 1),
('shop', '2024-03-03', '2024-03-10', 'rfm', 'At risk', 'At risk', 1, 1),
('shop', '2024-03-03', '2024-03-10', 'rfm', '(none)', 'New', 1, 1);
insert into mart.user_segment values
('shop', 'ann', 1, 8, 120, 5, 5, 5, 'Champions', 1, 'Come often, stay long', '2024-03-11', 1, '2024-03-11 01:00'),
('shop', 'bob', 2, 6, 35.5, 4, 5, 4, 'Champions', 1, 'Come often, stay long', '2024-03-11', 1, '2024-03-11 01:00'),
('shop', 'i-3', 2, 4, 60, 4, 4, 5, 'Champions', 1, 'Come often, stay long', '2024-03-11', 1, '2024-03-11 01:00'),
('shop', 'i-4', 1, 1, 0, 5, 1, 1, 'New', 2, 'New', '2024-03-11', 1, '2024-03-11 01:00'),
('shop', 'i-5', 60, 3, 0, 1, 3, 1, 'At risk', 1, 'Come often, stay long', '2024-03-11', 1, '2024-03-11 01:00');
insert into mart.recommendation values
('shop', 'product', 'ann', 1, 'Honey', 0.9, 'because of Tea', 2, '2024-03-10', '2024-03-10 06:00:00'),
('shop', 'product', 'ann', 2, 'Jam', 0.5, 'popular', 2, '2024-03-10', '2024-03-10 06:00:00');
insert into mart.popular_item values
('shop', 'product', 1, 'Tea', 9, 0.9, 2, '2024-03-10', '2024-03-10 06:00:00'),
('shop', 'product', 2, 'Jam', 5, 0.5, 2, '2024-03-10', '2024-03-10 06:00:00');
insert into mart.recommendation_model values
('shop', 'product', 'popularity', false, 40, 0.2, 0.1, 0.5, 30, 2, '2024-02-25', 14),
('shop', 'product', 'ease', true, 40, 0.4, 0.3, 1, 30, 2, '2024-02-25', 14);
