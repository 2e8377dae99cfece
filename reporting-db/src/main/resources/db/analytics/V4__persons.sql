-- Whose events are whose, and what was said of instances.

alter table mart.curated_partition drop constraint curated_partition_dataset_check;
alter table mart.curated_partition add check (dataset in ('events', 'sessions', 'daily', 'statements'));

-- one row per project and way in which events name a person who is counted under another id. Key: project, identity_key.
create table mart.identity (
    project varchar(64) not null,
    -- u: and a user, i: and an instance on which nobody signed in yet, o: and an instance after somebody signed out
    identity_key varchar(514) not null,
    person_id varchar(512) not null,
    primary key (project, identity_key)
);
drop table mart.identity_day;
