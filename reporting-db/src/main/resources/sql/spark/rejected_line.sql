-- rejected_line: one row per line of the new quarantine objects, as Spark reads them. Key: none.
-- rejected_line_read has the columns of rejected_line_columns.sql, and file.
select
    file, cast(try_cast(received_at as timestamp_ltz) as timestamp) as received_at, reason, message, protocol, event_id, index, raw, is_cut
from rejected_line_read
where reason is not null
