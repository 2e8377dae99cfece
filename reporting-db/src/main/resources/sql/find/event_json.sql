-- event_json: one row per event of view event, as the API shows it; times are UTC, report_day is the project's. Key: event_id.
select
    e.event_id,
    e.session_id,
    e.session_index,
    e.raw_object,
    cast(
        json_object(
            'message_id', e.event_id, 'type', e.type, 'name', e.name, 'instance_id', e.instance_id, 'user_id', e.user_id, 'occurred_at', strftime(e.occurred_at, '%Y-%m-%dT%H:%M:%S.%gZ'),
            'received_at', strftime(e.received_at, '%Y-%m-%dT%H:%M:%S.%gZ'), 'clock_correction_ms', e.clock_correction_ms, 'protocol', e.protocol, 'library', e.library.name, 'is_bot', e.is_bot,
            'session_id', e.session_id, 'session_start', strftime(e.session_start, '%Y-%m-%dT%H:%M:%S.%gZ'), 'session_index', e.session_index, 'page_path', e.page.path,
            'report_day', cast(cast(to_local_ts(e.occurred_at, p.time_zone) as date) as varchar), 'properties', e.properties, 'traits', e.traits
        ) as varchar
    ) as json
from event e
cross join params p
