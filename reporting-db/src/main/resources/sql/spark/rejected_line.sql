-- rejected_line: one row per line of the new quarantine objects, as Spark reads them. Key: none.
-- rejected_line_text has the columns file and line.
with parsed as (
    select
        file,
        from_json(
            line,
            'received_at string, reason string, message string, protocol string, event_id string, index int, raw string, is_cut boolean'
        ) as r
    from rejected_line_text
)
select
    file, cast(try_cast(r.received_at as timestamp_ltz) as timestamp) as received_at, r.reason, r.message, r.protocol, r.event_id, r.index, r.raw, r.is_cut
from parsed
where r.reason is not null
