-- choices: one row per platform, country and app version of the range, of each the 50 with the most sessions. Key: dimension, value.
with grouped as (
    select platform, country, app_version, count(*) as sessions
    from bi.sessions
    where project = :project and day between :from and :to
    group by platform, country, app_version
),
counted as (
    select c.dimension, c.value, sum(g.sessions) as sessions
    from grouped g
    cross join lateral (values ('platform', g.platform), ('country', g.country), ('app_version', g.app_version)) as c(dimension, value)
    where c.value is not null
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
