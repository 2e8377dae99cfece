-- Whether a refused event can be sent again.

alter table mart.rejected_event add column is_cut boolean;

create or replace view bi.rejected_events as
select
    project, received_at, reason, message, event_id, protocol, raw,
    -- lines that were written before the quarantine had the member say it in words
    project <> '_unknown'
    and reason not in ('invalid_json', 'invalid_encoding', 'empty_batch')
    and raw is not null
    and raw not like 'base64:%'
    and not coalesce(is_cut, message like '%(the quarantine keeps its first %') as is_replayable
from mart.rejected_event;
comment on column bi.rejected_events.raw is 'The refused text, of which the lake has more: here its first 8,192 characters.';
comment on column bi.rejected_events.is_replayable is 'Whether the quarantine has all of it, so that ./run replay quarantine can send it again once the cause is mended.';
