-- Retention of curated events: from which day on a project's events count, and how many of what arrived are older.

-- one row per project of which curated events were removed. Key: project.
create table mart.curated_horizon (
    project varchar(64) primary key,
    -- UTC date of the first events that change anything; older ones that come are counted as expired
    first_day date not null,
    -- UTC date of the first events that are kept: sessions of the first day may have begun before it
    files_from date not null
);

-- nothing may arrive while what it is counted by changes
lock table mart.lake_object in share row exclusive mode;

-- lines of days before the horizon, whether they were curated once or came too late for it
alter table mart.lake_object add column expired bigint not null default 0;
alter table mart.lake_day add column expired bigint not null default 0;

create or replace function mart.count_lake_day() returns trigger language plpgsql as $$
begin
    execute format(
        $sql$
        insert into mart.lake_day as d (project, received_date, objects, accepted, quarantined, unread, duplicates, erased, expired)
        select
            project,
            received_date,
            sum(times),
            coalesce(sum(times * lines_written) filter (where area = 'raw'), 0),
            coalesce(sum(times * lines_written) filter (where area = 'quarantine'), 0),
            coalesce(sum(times * (lines_written - lines_read)) filter (where area = 'quarantine'), 0),
            sum(times * duplicates),
            coalesce(sum(times * (erased + suppressed)) filter (where area = 'raw'), 0),
            sum(times * expired)
        from (%s) changed
        group by project, received_date
        having
            sum(times) <> 0
            or sum(times * lines_written) <> 0
            or sum(times * lines_read) <> 0
            or sum(times * duplicates) <> 0
            or sum(times * (erased + suppressed)) <> 0
            or sum(times * expired) <> 0
        -- two transactions take the rows in one order
        order by project, received_date
        on conflict (project, received_date) do update set
            objects = d.objects + excluded.objects,
            accepted = d.accepted + excluded.accepted,
            quarantined = d.quarantined + excluded.quarantined,
            unread = d.unread + excluded.unread,
            duplicates = d.duplicates + excluded.duplicates,
            erased = d.erased + excluded.erased,
            expired = d.expired + excluded.expired
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
        coalesce(a.erased, 0)::bigint as erased,
        coalesce(a.expired, 0)::bigint as expired
    from (select * from mart.lake_day where objects > 0) a
    full join curated c using (project, received_date)
)
select
    project, day, accepted + quarantined as received, accepted, quarantined, curated, duplicates,
    accepted - curated - duplicates - erased - expired + unread as difference,
    erased,
    expired
from balance;
comment on column bi.closing_balance.difference is 'accepted minus curated, duplicates, erased and expired, plus quarantined lines that could not be read. Anything but 0 is an error of the pipeline.';
comment on column bi.closing_balance.expired is 'Accepted events of days that retention has taken out of the curated data, those that came only afterwards too.';
