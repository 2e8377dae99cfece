-- How far back reports reach, and what of the book-keeping is forgotten by age.

-- one row per project of which old rows of reports were removed: the first day that is kept. Key: project.
create table mart.report_horizon (
    project varchar(64) primary key,
    first_day date not null
);

create index on mart.publication (published_at);
create index on mart.restatement (restated_at);
create index on mart.verification (verified_at);
