-- rejected_line: one row per line of the new quarantine objects, as DuckDB reads them. Key: none.
select *
from read_json(
    {{files}},
    format = 'newline_delimited',
    compression = 'gzip',
    ignore_errors = true,
    filename = 'file',
    maximum_object_size = 8388608,
    columns = {
        received_at: 'timestamp', reason: 'varchar', message: 'varchar', protocol: 'varchar', event_id: 'varchar', index: 'integer', raw: 'varchar', is_cut: 'boolean'
    }
)
where reason is not null
