-- totals: one row for those sessions of the range that were chosen by platform, country or app version, and their persons. Key: none.
-- Persons by themselves: a count of distinct ones would sort all of the sessions by person.
with chosen as (
    select person_id, events, is_engaged, duration_seconds
    from bi.sessions
    where
        project = :project
        and day between :from and :to
        and is_counted
        and (:platform = '' or platform = :platform)
        and (:country = '' or country = :country)
        and (:app_version = '' or app_version = :app_version)
)
select
    (select count(*) from (select person_id from chosen group by person_id) person) as active_users,
    count(*) as sessions,
    coalesce(sum(events), 0)::bigint as events,
    (count(*) filter (where is_engaged))::double precision / nullif(count(*), 0) as engaged_share,
    percentile_cont(0.5) within group (order by duration_seconds::double precision) as median_session_seconds
from chosen
