-- By which a SQL job finds what it published last.
create index on mart.publication (job, publication_id);
