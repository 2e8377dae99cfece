-- choices: one row per platform and country of the persons that have a score, of each the 50 with the most persons. Key: dimension, value.
with said as (
    select d.dimension, d.value, count(*) as persons
    from bi.churn_scores s
    inner join bi.users u on u.project = s.project and u.person_id = s.person_id
    cross join lateral (values ('platform', u.platform), ('country', u.country)) as d (dimension, value)
    where s.project = :project and d.value is not null
    group by d.dimension, d.value
),
counted as (
    select dimension, value, row_number() over (partition by dimension order by persons desc, value) as rank
    from said
)
select dimension, value
from counted
where rank <= 50
order by dimension, value
