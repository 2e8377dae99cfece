-- events: one row per event, copies counted once, by UTC date. Key: project, event_id. What files of earlier versions lack is null.
select
    cast(null as varchar) as event_id, cast(null as varchar) as type, cast(null as varchar) as name, cast(null as varchar) as instance_id,
    -- the user whom the event names; of Revolt, where it names none, the one who was signed in
    cast(null as varchar) as user_id,
    cast(null as varchar) as group_id, cast(null as varchar) as previous_id,
    cast(null as timestamp) as occurred_at, cast(null as timestamp) as received_at, cast(null as timestamp) as sent_at, cast(null as timestamp) as original_timestamp,
    cast(null as bigint) as clock_correction_ms, cast(null as varchar) as clock_correction_reason,
    cast(null as varchar) as protocol,
    cast(null as struct(name varchar, version varchar)) as library,
    cast(null as struct(name varchar, version varchar, build varchar, namespace varchar)) as app,
    cast(null as struct(id varchar, type varchar, manufacturer varchar, model varchar, advertising_id varchar)) as device,
    cast(null as struct(name varchar, version varchar)) as os,
    cast(null as struct(name varchar, version varchar)) as browser,
    cast(null as struct(width integer, height integer, density double)) as screen,
    cast(null as varchar) as locale, cast(null as varchar) as language, cast(null as varchar) as timezone, cast(null as varchar) as ip, cast(null as varchar) as country,
    cast(null as varchar) as city, cast(null as varchar) as user_agent, cast(null as boolean) as is_bot,
    cast(null as struct(url varchar, path varchar, referrer varchar, title varchar, search varchar)) as page,
    cast(null as struct(name varchar, source varchar, medium varchar, term varchar, content varchar)) as campaign,
    cast(null as json) as context, cast(null as json) as properties, cast(null as json) as traits, cast(null as json) as integrations,
    -- i: and the instance, or u: and the user where there is no instance
    cast(null as varchar) as actor_key,
    cast(null as date) as event_date,
    -- the object in raw/ that it was read from
    cast(null as varchar) as raw_object,
    cast(null as timestamp) as session_start, cast(null as integer) as session_index, cast(null as varchar) as session_id,
    -- the user of the instance by then: whom the event names, else whom an earlier event named, unless they signed out
    cast(null as varchar) as signed_in_user_id,
    -- somebody was signed in on the instance, and signed out
    cast(null as boolean) as is_signed_out
limit 0
