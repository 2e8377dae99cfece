-- totals: one row for those sessions of the range that were chosen by platform, country or app version, and their persons. Key: none.
select
    count(distinct person_id) as active_users,
    count(*) as sessions,
    coalesce(sum(events), 0)::bigint as events,
    (count(*) filter (where is_engaged))::double precision / nullif(count(*), 0) as engaged_share,
    percentile_cont(0.5) within group (order by duration_seconds::double precision) as median_session_seconds
from bi.sessions
where
    project = :project
    and day between :from and :to
    and is_counted
    and (:platform = '' or platform = :platform)
    and (:country = '' or country = :country)
    and (:app_version = '' or app_version = :app_version)
