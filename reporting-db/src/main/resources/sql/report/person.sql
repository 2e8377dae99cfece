-- person: one row per person. Key: person_id.
with seen as (
    select
        person_id,
        min(day) as first_day,
        min(first_at) as first_seen_at,
        max(last_at) as last_seen_at,
        sum(events) as events,
        count(*) as active_days,
        max_by(traits, (traits_at, traits)) filter (where traits is not null) as traits
    from activity
    group by person_id
),
visited as (
    select
        person_id,
        count(*) as sessions,
        max_by(platform, (started_at, session_id)) filter (where platform is not null) as platform,
        max_by(country, (started_at, session_id)) filter (where country is not null) as country,
        min_by(platform, (started_at, session_id)) filter (where platform is not null) as first_platform,
        min_by(country, (started_at, session_id)) filter (where country is not null) as first_country,
        min_by(app_version, (started_at, session_id)) filter (where app_version is not null) as first_app_version
    from person_session
    group by person_id
)
select
    p.project,
    left(s.person_id, 512) as person_id,
    s.first_seen_at,
    s.last_seen_at,
    coalesce(v.sessions, 0) as sessions,
    s.events,
    s.active_days,
    v.platform,
    left(v.country, 128) as country,
    clean_text(s.traits) as traits,
    s.first_day,
    v.first_platform,
    -- as long as a session has them
    left(v.first_country, 64) as first_country,
    left(v.first_app_version, 64) as first_app_version
from seen s
cross join params p
left join visited v on v.person_id = s.person_id
