-- choices: one row per platform, country and app version of the range, of each the 50 with the most events. Key: dimension, value.
-- Of the daily figures, not the sessions: they are few. They have what any event of a session said, where a session has the last; they leave
-- robots out, whose sessions are asked for theirs, after what people have.
with said as (
    select dimension, value, events, false as is_robot
    from bi.devices_daily
    where project = :project and dimension in ('platform', 'country', 'app_version') and value <> '(unknown)' and day between :from and :to
    union all
    select d.dimension, d.value, s.events, true
    from bi.sessions s
    cross join lateral (values ('platform', s.platform), ('country', s.country), ('app_version', s.app_version)) as d (dimension, value)
    where s.project = :project and not s.is_counted and s.day between :from and :to and d.value is not null
),
counted as (
    select dimension, value, row_number() over (partition by dimension order by bool_and(is_robot), sum(events) desc, value) as rank
    from said
    group by dimension, value
)
select dimension, value
from counted
where rank <= 50
order by dimension, value
