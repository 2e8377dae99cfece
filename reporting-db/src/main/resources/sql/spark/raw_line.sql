-- raw_line: one row per line of the new raw objects, as Spark reads them; a line that cannot be read has no event_id. Key: none.
-- raw_line_read has the columns of raw_line_columns.sql, and file.
select
    event_id, type, name, instance_id, user_id, group_id, previous_id,
    -- the zone of a moment counts, and is UTC from here on
    cast(try_cast(occurred_at as timestamp_ltz) as timestamp) as occurred_at,
    cast(try_cast(received_at as timestamp_ltz) as timestamp) as received_at,
    cast(try_cast(sent_at as timestamp_ltz) as timestamp) as sent_at,
    cast(try_cast(original_timestamp as timestamp_ltz) as timestamp) as original_timestamp,
    clock_correction_ms, clock_correction_reason, protocol, library, app, device, os, browser, screen,
    locale, language, timezone, ip, country, city, user_agent, is_bot, page, campaign,
    context, properties, traits, integrations,
    file
from raw_line_read
