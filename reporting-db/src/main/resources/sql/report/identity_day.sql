-- identity_day: one row per instance and UTC day with events without a user, where the instance ever had one: whose they are. Key: instance_id, event_date.
-- The user who last signed in on the instance by then; before the first sign-in, the first user.
with moment as (
    select instance_id, first_at as happened_at, user_id, event_date
    from daily
    where instance_id is not null and user_id is not null
    union all
    select instance_id, max(last_at) as happened_at, cast(null as varchar) as user_id, event_date
    from daily
    where instance_id is not null and user_id is null
    group by instance_id, event_date
),
first_sign_in as (
    select instance_id, min_by(user_id, (happened_at, user_id)) as first_user_id
    from moment
    where user_id is not null
    group by instance_id
),
followed as (
    select
        *,
        last_value(user_id ignore nulls) over (
            partition by instance_id
            order by happened_at, user_id nulls last
            rows between unbounded preceding and current row
        ) as last_user_id
    from moment
)
select f.instance_id, f.event_date, coalesce(f.last_user_id, s.first_user_id) as user_id
from followed f
inner join first_sign_in s on s.instance_id = f.instance_id
where f.user_id is null
