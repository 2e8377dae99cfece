-- identity_day: one row per instance and UTC day with events without a user, where the instance ever had one: whose they are. Key: instance_id, event_date.
-- The user who last signed in on the instance by then; before the first sign-in, the first user.
with link as (
    select instance_id, user_id, min(first_at) as linked_at
    from daily
    where instance_id is not null and user_id is not null
    group by all
),
anonymous_day as (
    select instance_id, event_date, max(last_at) as last_at
    from daily
    where instance_id is not null and user_id is null
    group by all
),
candidate as (
    select
        a.instance_id, a.event_date, l.user_id,
        row_number() over (
            partition by a.instance_id, a.event_date
            order by
                case when l.linked_at <= a.last_at then 0 else 1 end,
                case when l.linked_at <= a.last_at then -epoch_us_of(l.linked_at) else epoch_us_of(l.linked_at) end,
                l.user_id
        ) as place
    from anonymous_day a
    inner join link l on l.instance_id = a.instance_id
)
select instance_id, event_date, user_id
from candidate
where place = 1
