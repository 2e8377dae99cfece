-- changed_session: one row per session in an island, aggregated from its events as they were written. Key: session_id.
-- session_index is their order by occurred_at, then event_id. Engines differ in whether max_by takes a null.
with event_page as (
    select e.*, coalesce(e.page.path, e.name) as page_name, e.type in ('page', 'screen') as is_view,
        platform_of(e.browser.name, e.library.name, e.os.name, e.device.type) as platform
    from written_event e
    where e.session_id in (select session_id from placed_event)
),
session_chain as (
    select session_id, min(chain_started_at) as chain_started_at from placed_event group by session_id
)
select
    e.session_id,
    any_value(e.actor_key) as actor_key,
    max_by(e.user_id, e.session_index) filter (where e.user_id is not null) as user_id,
    max_by(e.signed_in_user_id, e.session_index) filter (where e.signed_in_user_id is not null) as signed_in_user_id,
    max_by(e.is_signed_out, e.session_index) as is_signed_out,
    any_value(e.instance_id) as instance_id,
    min(e.occurred_at) as started_at,
    max(e.occurred_at) as ended_at,
    count(*) as events,
    count(*) filter (where e.is_view) as pageviews,
    min_by(e.page_name, e.session_index) filter (where e.is_view and e.page_name is not null) as entry_page,
    max_by(e.page_name, e.session_index) filter (where e.is_view and e.page_name is not null) as exit_page,
    epoch_us_of(max(e.occurred_at)) - epoch_us_of(min(e.occurred_at)) > 10000000
        or count(*) filter (where e.is_view) >= 2
        or count(k.name) > 0 as is_engaged,
    coalesce(bool_or(e.is_bot), false) as is_bot,
    max_by(e.platform, e.session_index) filter (where e.platform is not null) as platform,
    max_by(e.device.type, e.session_index) filter (where e.device.type is not null) as device_type,
    max_by(e.device.manufacturer, e.session_index) filter (where e.device.manufacturer is not null) as manufacturer,
    max_by(e.device.model, e.session_index) filter (where e.device.model is not null) as model,
    max_by(e.os.name, e.session_index) filter (where e.os.name is not null) as os_name,
    max_by(e.os.version, e.session_index) filter (where e.os.version is not null) as os_version,
    max_by(e.browser.name, e.session_index) filter (where e.browser.name is not null) as browser_name,
    max_by(e.language, e.session_index) filter (where e.language is not null) as language,
    max_by(e.country, e.session_index) filter (where e.country is not null) as country,
    max_by(e.timezone, e.session_index) filter (where e.timezone is not null) as timezone,
    max_by(e.app.version, e.session_index) filter (where e.app.version is not null) as app_version,
    (min_by(e.campaign, e.session_index) filter (where campaign_key(e.campaign) is not null)).name as campaign_name,
    (min_by(e.campaign, e.session_index) filter (where campaign_key(e.campaign) is not null)).source as campaign_source,
    (min_by(e.campaign, e.session_index) filter (where campaign_key(e.campaign) is not null)).medium as campaign_medium,
    (min_by(e.campaign, e.session_index) filter (where campaign_key(e.campaign) is not null)).term as campaign_term,
    (min_by(e.campaign, e.session_index) filter (where campaign_key(e.campaign) is not null)).content as campaign_content,
    any_value(c.chain_started_at) as chain_started_at,
    cast(min(e.occurred_at) as date) as event_date
from event_page e
inner join session_chain c on c.session_id = e.session_id
left join key_event k on k.name = e.name
group by e.session_id
