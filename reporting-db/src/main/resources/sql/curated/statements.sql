-- statements: one row per thing that was said of an instance or a person: who uses it (kind user; within a day where that changes), what it is (description),
-- which two persons are one (alias). By UTC date. Key: kind, actor_key, said_at, event_id.
select
    cast(null as date) as event_date, cast(null as varchar) as kind, cast(null as varchar) as actor_key, cast(null as timestamp) as said_at, cast(null as varchar) as event_id,
    -- user: u and the user, - for nobody any more
    cast(null as varchar) as says,
    -- user, alias: whom it names
    cast(null as varchar) as user_id, cast(null as varchar) as instance_id,
    -- alias: who is that user, too
    cast(null as varchar) as previous_id,
    -- description: what it tells
    cast(null as struct(name varchar, version varchar)) as library,
    cast(null as struct(name varchar, version varchar, build varchar, namespace varchar)) as app,
    cast(null as struct(id varchar, type varchar, manufacturer varchar, model varchar, advertising_id varchar)) as device,
    cast(null as struct(name varchar, version varchar)) as os,
    cast(null as struct(width integer, height integer, density double)) as screen,
    cast(null as varchar) as locale, cast(null as varchar) as language, cast(null as varchar) as timezone
limit 0
