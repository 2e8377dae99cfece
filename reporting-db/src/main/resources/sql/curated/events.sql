-- events: one row per event, copies counted once, by UTC date. Key: project, event_id. What files of earlier versions lack is null.
select
    cast(null as string) as event_id, cast(null as string) as type, cast(null as string) as name, cast(null as string) as instance_id,
    -- the user whom the event names; of Revolt, where it names none, the one who was signed in
    cast(null as string) as user_id,
    cast(null as string) as group_id, cast(null as string) as previous_id,
    cast(null as timestamp) as occurred_at, cast(null as timestamp) as received_at, cast(null as timestamp) as sent_at, cast(null as timestamp) as original_timestamp,
    cast(null as bigint) as clock_correction_ms, cast(null as string) as clock_correction_reason,
    cast(null as string) as protocol,
    cast(null as struct(name string, version string)) as library,
    cast(null as struct(name string, version string, build string, namespace string)) as app,
    cast(null as struct(id string, type string, manufacturer string, model string, advertising_id string)) as device,
    cast(null as struct(name string, version string)) as os,
    cast(null as struct(name string, version string)) as browser,
    cast(null as struct(width integer, height integer, density double)) as screen,
    cast(null as string) as locale, cast(null as string) as language, cast(null as string) as timezone, cast(null as string) as ip, cast(null as string) as country,
    cast(null as string) as city, cast(null as string) as user_agent, cast(null as boolean) as is_bot,
    cast(null as struct(url string, path string, referrer string, title string, search string)) as page,
    cast(null as struct(name string, source string, medium string, term string, content string)) as campaign,
    cast(null as json) as context, cast(null as json) as properties, cast(null as json) as traits, cast(null as json) as integrations,
    -- i: and the instance, or u: and the user where there is no instance
    cast(null as string) as actor_key,
    cast(null as date) as event_date,
    -- the object in raw/ that it was read from
    cast(null as string) as raw_object,
    cast(null as timestamp) as session_start, cast(null as integer) as session_index, cast(null as string) as session_id,
    -- the user of the instance by then: whom the event names, else whom an earlier event named, unless they signed out
    cast(null as string) as signed_in_user_id,
    -- somebody was signed in on the instance, and signed out
    cast(null as boolean) as is_signed_out
limit 0
