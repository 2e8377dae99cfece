-- By which crawl finds the objects of the publications that it has not described.
create index on mart.lake_object (project, publication_id);
