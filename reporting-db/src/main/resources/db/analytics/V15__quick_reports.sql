-- What keeps reports quick over many days: distinct persons of any range without counting them anew, arrivals summed by day, sessions by index alone.

-- what is published meanwhile would be in neither the sums nor the triggers
lock table mart.lake_object, mart.person_day in share row exclusive mode;

-- one row per project, day and day on which the persons were active before. Key: these.
create table mart.activity_gap (
    project varchar(64) not null,
    day date not null,
    -- null: never before
    previous_day date,
    users bigint not null,
    unique nulls not distinct (project, day, previous_day)
);
insert into mart.activity_gap
select project, day, previous_day, count(*)
from (select project, day, lag(day) over (partition by project, person_id order by day) as previous_day from mart.person_day) d
group by project, day, previous_day;
-- where old days were removed from the reports, the next report makes it anew of all that is curated
update mart.bookmark
set publication_id = 0, version = version + 1
where job = 'report' and project in (select project from mart.report_horizon);

create view bi.activity_gaps as
select project, day, previous_day, users
from mart.activity_gap;
comment on view bi.activity_gaps is 'One row per project, day and day on which the persons were active before. The distinct persons of any range of days, exactly and at once: sum(users) where day lies in the range and previous_day is before it or empty; so each person counts on the first of their days. Bots are left out unless the project includes them.';
comment on column bi.activity_gaps.project is 'Id of the project.';
comment on column bi.activity_gaps.day is 'Day in the project''s time zone.';
comment on column bi.activity_gaps.previous_day is 'Latest day before on which the persons were active; empty where they are new.';
comment on column bi.activity_gaps.users is 'Persons active on the day, and on no day between. May be summed for previous days before a range, as the view says.';

-- one row per project and day of receipt: sums over its objects in mart.lake_object, kept by triggers. Key: project, received_date.
create table mart.lake_day (
    project varchar(64) not null,
    received_date date not null,
    objects bigint not null,
    accepted bigint not null,
    quarantined bigint not null,
    unread bigint not null,
    duplicates bigint not null,
    erased bigint not null,
    primary key (project, received_date)
);

insert into mart.lake_day
select
    project,
    received_date,
    count(*),
    coalesce(sum(lines_written) filter (where area = 'raw'), 0),
    coalesce(sum(lines_written) filter (where area = 'quarantine'), 0),
    coalesce(sum(lines_written - lines_read) filter (where area = 'quarantine'), 0),
    sum(duplicates),
    coalesce(sum(erased + suppressed) filter (where area = 'raw'), 0)
from mart.lake_object
group by project, received_date;

-- adds what a statement's rows are now and takes away what they were; a day whose sums stay is not touched, so nobody waits for it
create function mart.count_lake_day() returns trigger language plpgsql as $$
begin
    execute format(
        $sql$
        insert into mart.lake_day as d
        select
            project,
            received_date,
            sum(times),
            coalesce(sum(times * lines_written) filter (where area = 'raw'), 0),
            coalesce(sum(times * lines_written) filter (where area = 'quarantine'), 0),
            coalesce(sum(times * (lines_written - lines_read)) filter (where area = 'quarantine'), 0),
            sum(times * duplicates),
            coalesce(sum(times * (erased + suppressed)) filter (where area = 'raw'), 0)
        from (%s) changed
        group by project, received_date
        having
            sum(times) <> 0
            or sum(times * lines_written) <> 0
            or sum(times * lines_read) <> 0
            or sum(times * duplicates) <> 0
            or sum(times * (erased + suppressed)) <> 0
        -- two transactions take the rows in one order
        order by project, received_date
        on conflict (project, received_date) do update set
            objects = d.objects + excluded.objects,
            accepted = d.accepted + excluded.accepted,
            quarantined = d.quarantined + excluded.quarantined,
            unread = d.unread + excluded.unread,
            duplicates = d.duplicates + excluded.duplicates,
            erased = d.erased + excluded.erased
        $sql$,
        case tg_op
            when 'INSERT' then 'select 1 as times, * from became'
            when 'DELETE' then 'select -1 as times, * from was'
            else 'select -1 as times, * from was union all select 1, * from became'
        end
    );
    return null;
end
$$;
create trigger added after insert on mart.lake_object referencing new table as became for each statement execute function mart.count_lake_day();
create trigger removed after delete on mart.lake_object referencing old table as was for each statement execute function mart.count_lake_day();
create trigger changed after update on mart.lake_object referencing old table as was new table as became for each statement execute function mart.count_lake_day();

create or replace view bi.closing_balance as
with curated as (
    select project, received_date, sum(events) as events
    from mart.curated_receipt
    group by project, received_date
),
balance as (
    select
        project,
        received_date as day,
        coalesce(a.accepted, 0)::bigint as accepted,
        coalesce(a.quarantined, 0)::bigint as quarantined,
        coalesce(a.unread, 0)::bigint as unread,
        coalesce(c.events, 0)::bigint as curated,
        coalesce(a.duplicates, 0)::bigint as duplicates,
        coalesce(a.erased, 0)::bigint as erased
    from (select * from mart.lake_day where objects > 0) a
    full join curated c using (project, received_date)
)
select
    project, day, accepted + quarantined as received, accepted, quarantined, curated, duplicates,
    accepted - curated - duplicates - erased + unread as difference,
    erased
from balance;

-- a day's sessions without their rows; their lengths in order; and a person's
drop index mart.session_project_day_idx;
create index session_of_day on mart.session (project, day) include (is_counted, is_engaged, person_id, platform, country, app_version);
create index session_by_length on mart.session (project, duration_seconds, day) where is_counted;
create index session_of_person on mart.session (project, person_id, started_at);

grant select on all tables in schema bi to bi_reader;
