-- restatement: one row per number of a complete day that the transaction changed, for mart.restatement; PostgreSQL. Key: day, metric.
-- Parameters: days, their reasons, the reason of other days, the run, the project.
insert into restatement (project, day, metric, value_before, value_after, reason, run_id)
select b.project, b.day, m.metric, m.value_before, m.value_after, coalesce(r.reason, ?), ?
from published_activity b
left join daily_activity a on a.project = b.project and a.day = b.day
cross join lateral (
    values
        ('active_users', b.active_users::numeric, a.active_users::numeric),
        ('new_users', b.new_users, a.new_users),
        ('returning_users', b.returning_users, a.returning_users),
        ('resurrected_users', b.resurrected_users, a.resurrected_users),
        ('dormant_users', b.dormant_users, a.dormant_users),
        ('wau', b.wau, a.wau),
        ('mau', b.mau, a.mau),
        ('sessions', b.sessions, a.sessions),
        ('engaged_sessions', b.engaged_sessions, a.engaged_sessions),
        ('bounced_sessions', b.bounced_sessions, a.bounced_sessions),
        ('events', b.events, a.events),
        ('total_session_seconds', b.total_session_seconds, a.total_session_seconds),
        ('median_session_seconds', b.median_session_seconds, a.median_session_seconds)
) as m (metric, value_before, value_after)
left join unnest(?::date[], ?::text[]) as r (day, reason) on r.day = b.day
where m.value_before is distinct from m.value_after
order by b.day, m.metric
