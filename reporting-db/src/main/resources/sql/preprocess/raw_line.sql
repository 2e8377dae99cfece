-- raw_line: one row per line of the new raw objects; a line that cannot be read has no event_id. Key: none.
select *
from read_json(
    {{files}},
    format = 'newline_delimited',
    compression = 'gzip',
    ignore_errors = true,
    filename = 'file',
    maximum_object_size = 8388608,
    columns = {
        event_id: 'varchar', type: 'varchar', name: 'varchar', instance_id: 'varchar', user_id: 'varchar', group_id: 'varchar', previous_id: 'varchar',
        occurred_at: 'timestamp', received_at: 'timestamp', sent_at: 'timestamp', original_timestamp: 'timestamp', clock_correction_ms: 'bigint', clock_correction_reason: 'varchar',
        protocol: 'varchar',
        library: 'struct(name varchar, version varchar)',
        app: 'struct(name varchar, version varchar, build varchar, namespace varchar)',
        device: 'struct(id varchar, type varchar, manufacturer varchar, model varchar, advertising_id varchar)',
        os: 'struct(name varchar, version varchar)',
        browser: 'struct(name varchar, version varchar)',
        screen: 'struct(width integer, height integer, density double)',
        locale: 'varchar', language: 'varchar', timezone: 'varchar', ip: 'varchar', country: 'varchar', city: 'varchar', user_agent: 'varchar', is_bot: 'boolean',
        page: 'struct(url varchar, path varchar, referrer varchar, title varchar, search varchar)',
        campaign: 'struct(name varchar, source varchar, medium varchar, term varchar, content varchar)',
        context: 'json', properties: 'json', traits: 'json', integrations: 'json'
    }
)
