-- statements: one row per thing that was said of an instance or a person: who uses it (kind user; within a day where that changes), what it is (description),
-- which two persons are one (alias). By UTC date. Key: kind, actor_key, said_at, event_id.
select
    cast(null as date) as event_date, cast(null as string) as kind, cast(null as string) as actor_key, cast(null as timestamp) as said_at, cast(null as string) as event_id,
    -- user: u and the user, - for nobody any more
    cast(null as string) as says,
    -- user, alias: whom it names
    cast(null as string) as user_id, cast(null as string) as instance_id,
    -- alias: who is that user, too
    cast(null as string) as previous_id,
    -- description: what it tells
    cast(null as struct(name string, version string)) as library,
    cast(null as struct(name string, version string, build string, namespace string)) as app,
    cast(null as struct(id string, type string, manufacturer string, model string, advertising_id string)) as device,
    cast(null as struct(name string, version string)) as os,
    cast(null as struct(width integer, height integer, density double)) as screen,
    cast(null as string) as locale, cast(null as string) as language, cast(null as string) as timezone
limit 0
