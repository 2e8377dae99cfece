-- choices: one row per platform, country and app version of the range, of each the 50 with the most sessions. Key: dimension, value.
with counted as (
    select c.dimension, c.value, count(*) as sessions
    from bi.sessions s
    cross join lateral (values ('platform', s.platform), ('country', s.country), ('app_version', s.app_version)) as c(dimension, value)
    where s.project = :project and s.day between :from and :to and c.value is not null
    group by c.dimension, c.value
),
ranked as (
    select dimension, value, row_number() over (partition by dimension order by sessions desc, value) as rank
    from counted
)
select dimension, value
from ranked
where rank <= 50
order by dimension, value
