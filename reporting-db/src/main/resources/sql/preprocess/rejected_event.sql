-- rejected_event: one row per refused event or request, as mart.rejected_event holds it. Key: object_key, line.
select
    f.object_key,
    row_number() over (partition by r.file order by r.received_at, r.event_id nulls first, r.index nulls first, r.message nulls first) as line,
    p.project, r.received_at,
    left(r.reason, 64) as reason, left(clean_text(r.message), 1024) as message, left(clean_text(r.event_id), 512) as event_id,
    coalesce(left(r.protocol, 16), '') as protocol, left(clean_text(r.raw), 8192) as raw, r.is_cut
from rejected_line r
inner join raw_file f on f.file = r.file
cross join params p
