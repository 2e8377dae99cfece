-- raw_line: one row per line of the new raw objects, as Spark reads them; a line that cannot be read has no event_id. Key: none.
-- raw_line_text has the columns file and line.
with parsed as (
    select
        file,
        from_json(
            line,
            'event_id string, type string, name string, instance_id string, user_id string, group_id string, previous_id string,
            occurred_at string, received_at string, sent_at string, original_timestamp string, clock_correction_ms bigint, clock_correction_reason string,
            protocol string,
            library struct<name string, version string>,
            app struct<name string, version string, build string, namespace string>,
            device struct<id string, type string, manufacturer string, model string, advertising_id string>,
            os struct<name string, version string>,
            browser struct<name string, version string>,
            screen struct<width int, height int, density double>,
            locale string, language string, timezone string, ip string, country string, city string, user_agent string, is_bot boolean,
            page struct<url string, path string, referrer string, title string, search string>,
            campaign struct<name string, source string, medium string, term string, content string>,
            context string, properties string, traits string, integrations string'
        ) as e
    from raw_line_text
)
select
    e.event_id, e.type, e.name, e.instance_id, e.user_id, e.group_id, e.previous_id,
    -- the zone of a moment counts, and is UTC from here on
    cast(try_cast(e.occurred_at as timestamp_ltz) as timestamp) as occurred_at,
    cast(try_cast(e.received_at as timestamp_ltz) as timestamp) as received_at,
    cast(try_cast(e.sent_at as timestamp_ltz) as timestamp) as sent_at,
    cast(try_cast(e.original_timestamp as timestamp_ltz) as timestamp) as original_timestamp,
    e.clock_correction_ms, e.clock_correction_reason, e.protocol, e.library, e.app, e.device, e.os, e.browser, e.screen,
    e.locale, e.language, e.timezone, e.ip, e.country, e.city, e.user_agent, e.is_bot, e.page, e.campaign,
    e.context, e.properties, e.traits, e.integrations,
    file
from parsed
