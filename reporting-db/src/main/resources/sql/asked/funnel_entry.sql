-- funnel_entry: one row per entry that began with an event of the part of the people that was asked for. Key: funnel, person_id, entered_us.
-- Which first steps are entries is told by those of everybody: so each entry has one platform, and those of all platforms together are the entries of everybody.
with first_step as (
    select
        left(coalesce(i.person_id, e.signed_in_user_id, e.user_id, e.instance_id), 512) as person_id,
        epoch_us_of(e.occurred_at) as at_us,
        e.event_id,
        coalesce(platform_of(e.browser.name, e.library.name, e.os.name, e.device.type), '') as platform,
        coalesce(left(e.country, 255), '') as country,
        coalesce(left(e.app.version, 255), '') as app_version
    from funnel_event e
    inner join funnel_step s on s.event_name = e.name and s.step = 1
    left join identity i on i.identity_key = identity_key(coalesce(e.signed_in_user_id, e.user_id), e.instance_id, e.is_signed_out)
    cross join params p
    where p.includes_bots or not coalesce(e.is_bot, false)
),
began as (
    -- of several at one microsecond, as the first by its id
    select
        person_id,
        at_us,
        min_by(platform, event_id) as platform,
        min_by(country, event_id) as country,
        min_by(app_version, event_id) as app_version
    from first_step
    group by person_id, at_us
)
select e.*
from funnel_entry e
inner join began b on b.person_id = e.person_id and b.at_us = e.entered_us
cross join asked a
where (a.platform = '' or b.platform = a.platform)
    and (a.country = '' or b.country = a.country)
    and (a.app_version = '' or b.app_version = a.app_version)
