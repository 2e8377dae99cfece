insert into mart.curated_horizon values ('blog', '2026-02-01', '2026-01-29');
