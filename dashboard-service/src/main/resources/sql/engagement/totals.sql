-- totals: one row for a project and a range of days. Key: none.
-- Daily distinct counts do not add up, but their average over the days with data is a figure; shares are people over people.
select
    avg(active_users)::double precision as average_active_users,
    sum(active_users)::double precision / nullif(sum(mau), 0) as stickiness,
    sum(engaged_sessions)::double precision / nullif(sum(sessions), 0) as engaged_share,
    sum(total_session_seconds)::double precision / nullif(sum(sessions), 0) as average_session_seconds,
    sum(sessions)::double precision / nullif(sum(active_users), 0) as sessions_per_user_day
from bi.daily_activity
where project = :project and day between :from and :to
