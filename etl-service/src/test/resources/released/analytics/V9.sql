insert into mart.report_horizon values ('blog', '2026-02-01');
