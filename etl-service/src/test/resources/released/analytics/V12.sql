insert into mart.bookmark (job, project, publication_id, settings) values ('report', 'docs', 1, 'digest');
insert into mart.monthly_activity values ('shop', '2026-03-01', 2, 2, 0, 0, 0, 3, 2, 1, 1, 4, 300, 150, false);
insert into mart.funnel_entry values ('shop', 'Checkout', 'u1', 1772359200000000, '2026-03-01');
insert into mart.funnel_daily values ('shop', 'Checkout', '2026-03-01', 1, 2, '/', 604800, 1, 1, 1, 0, '2026-03-09 00:00:00');
insert into mart.person_feature_day values ('shop', 'Search', '2026-03-01', 'u1', 1);
insert into mart.feature_daily values ('shop', 'Search', '2026-03-01', 1, 2, 1, 2, 1, 1, 2, 1);
insert into mart.path_daily values ('shop', '2026-03-01', 'view', 1, '(start)', '/', 2, 2);
insert into mart.property_daily values ('shop', '2026-03-01', 'Order Completed', 'currency', 1, 'EUR', 2, 1, 2, 1);
