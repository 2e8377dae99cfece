-- What kind of person each is, how many there are of each kind, and who went from which to which.

-- one row per project and person that was active in the 90 days before. Key: project, person_id.
create table mart.user_segment (
    project varchar(64) not null,
    person_id varchar(512) not null,
    recency_days integer not null,
    active_days integer not null,
    money double precision,
    recency_score integer not null,
    frequency_score integer not null,
    money_score integer,
    segment varchar(64) not null,
    cluster_number integer,
    cluster varchar(255),
    as_of date not null,
    model_version integer not null,
    scored_at timestamp not null,
    primary key (project, person_id)
);
-- who is in a segment
create index on mart.user_segment (project, segment, active_days desc, person_id);
create index on mart.user_segment (project, cluster, active_days desc, person_id);

-- one row per project, day, scheme and segment. Key: project, scheme, day, segment.
create table mart.segment_size (
    project varchar(64) not null,
    day date not null,
    scheme varchar(8) not null,
    segment varchar(255) not null,
    number integer not null,
    persons bigint not null,
    all_persons bigint not null,
    model_version integer not null,
    primary key (project, scheme, day, segment)
);

-- one row per project, pair of days, scheme and pair of segments. Key: project, scheme, to_day, from_day, from_segment, to_segment.
create table mart.segment_flow (
    project varchar(64) not null,
    from_day date not null,
    to_day date not null,
    scheme varchar(8) not null,
    from_segment varchar(255) not null,
    to_segment varchar(255) not null,
    persons bigint not null,
    model_version integer not null,
    primary key (project, scheme, to_day, from_day, from_segment, to_segment)
);

create view bi.user_segments as
select
    project, person_id, segment, recency_score, frequency_score, money_score, recency_days, active_days, money::numeric(20, 6) as money, cluster_number, cluster, as_of, model_version, scored_at
from mart.user_segment;
comment on view bi.user_segments is 'One row per project and person who was active in the 90 days before as_of: their segment by recency, frequency and money (RFM), and their cluster, people who use the product alike.';
comment on column bi.user_segments.project is 'Id of the project.';
comment on column bi.user_segments.person_id is 'The person, as in bi.users.';
comment on column bi.user_segments.segment is 'Champions, Loyal, Potential loyalists, New, Promising, Need attention, About to sleep, Can''t lose, At risk or Hibernating.';
comment on column bi.user_segments.recency_score is '1 to 5: 5 for the fifth who came most recently. Do not sum.';
comment on column bi.user_segments.frequency_score is '1 to 5: 5 for the fifth with the most active days. Do not sum.';
comment on column bi.user_segments.money_score is '1 to 5: 5 for the fifth who paid most. Empty where nobody in the project paid anything: then recency and frequency alone count.';
comment on column bi.user_segments.recency_days is 'Days since the last active day, at least 1.';
comment on column bi.user_segments.active_days is 'Active days of the 90 before as_of.';
comment on column bi.user_segments.money is 'What the person paid in the 90 days before as_of, in the project''s own currency. Empty where nobody in the project paid anything.';
comment on column bi.user_segments.cluster_number is 'Number of the cluster; stays with it when the model is learned anew. Empty where persons differ by degrees alone.';
comment on column bi.user_segments.cluster is 'Name of the cluster: its strongest traits.';
comment on column bi.user_segments.as_of is 'It rests on the 90 days before this one, in the project''s time zone.';
comment on column bi.user_segments.model_version is 'Version of the model; the API of the ETL has its card.';
comment on column bi.user_segments.scored_at is 'When it was computed, UTC.';

create view bi.segment_sizes as
select project, day, scheme, segment, number, persons, all_persons, model_version
from mart.segment_size;
comment on view bi.segment_sizes is 'One row per project, day, scheme and segment: how many persons were in it at the end of the day. Choose one scheme: persons are in one segment of each.';
comment on column bi.segment_sizes.project is 'Id of the project.';
comment on column bi.segment_sizes.day is 'Day at whose end persons are counted, in the project''s time zone.';
comment on column bi.segment_sizes.scheme is 'rfm: by recency, frequency and money. cluster: people who use the product alike.';
comment on column bi.segment_sizes.segment is 'Name of the segment or cluster.';
comment on column bi.segment_sizes.number is 'Order of the segments of a scheme; of clusters their number.';
comment on column bi.segment_sizes.persons is 'Persons in the segment. May be summed over the segments of a scheme and day, not over days.';
comment on column bi.segment_sizes.all_persons is 'All persons who were active in the 90 days up to this one; repeats for every segment.';
comment on column bi.segment_sizes.model_version is 'Version of the model that told it.';

create view bi.segment_flows as
select project, from_day, to_day, (to_day - from_day)::integer as days, scheme, from_segment, to_segment, persons, model_version
from mart.segment_flow;
comment on view bi.segment_flows is 'One row per project, pair of days, scheme and pair of segments: how many persons were in the one at the end of the first day and in the other at the end of the last, both as one version of the model tells it.';
comment on column bi.segment_flows.project is 'Id of the project.';
comment on column bi.segment_flows.from_day is 'First day, in the project''s time zone.';
comment on column bi.segment_flows.to_day is 'Last day: 7 or 28 days later.';
comment on column bi.segment_flows.days is 'Days between: 7 or 28. Choose one.';
comment on column bi.segment_flows.scheme is 'rfm: by recency, frequency and money. cluster: people who use the product alike.';
comment on column bi.segment_flows.from_segment is 'Where persons were; (none) who had not been active in 90 days, or never.';
comment on column bi.segment_flows.to_segment is 'Where they are; (none) who has not been active in 90 days.';
comment on column bi.segment_flows.persons is 'Persons. May be summed over the pairs of one scheme, from_day and to_day.';
comment on column bi.segment_flows.model_version is 'Version of the model that told it.';

grant select on all tables in schema bi to bi_reader;
