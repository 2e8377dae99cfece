-- The shadow's tables are copies of those of mart as they were; verify and rebuild make them anew.
drop schema if exists shadow cascade;
