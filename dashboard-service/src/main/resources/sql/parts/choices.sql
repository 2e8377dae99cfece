-- choices: one row per platform, country and app version of the range, of each the 50 with the most events. Key: dimension, value.
with counted as (
    select dimension, value, row_number() over (partition by dimension order by sum(events) desc, value) as rank
    from bi.devices_daily
    where project = :project and dimension in ('platform', 'country', 'app_version') and value <> '(unknown)' and day between :from and :to
    group by dimension, value
)
select dimension, value
from counted
where rank <= 50
order by dimension, value
