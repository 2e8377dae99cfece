-- One row for each thing of the schemas of the parameter that has a definition.
with relation as (
    select c.oid, c.relkind, n.nspname || '.' || c.relname as name, c.relacl
    from pg_class c
    inner join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = any (?) and c.relname not like 'flyway_schema_history%'
),
definition as (
    select concat_ws(' ', 'relation', name, relkind, relacl, obj_description(oid)) as line from relation
    union all
    select concat_ws(
        ' ', 'column', name, attname, format_type(atttypid, atttypmod), attnotnull, attidentity,
        (select pg_get_expr(adbin, adrelid) from pg_attrdef where adrelid = attrelid and adnum = attnum), col_description(attrelid, attnum)
    )
    from pg_attribute inner join relation on oid = attrelid
    where attnum > 0 and not attisdropped and relkind in ('r', 'v')
    union all
    select concat_ws(' ', 'constraint', name, conname, pg_get_constraintdef(pg_constraint.oid)) from pg_constraint inner join relation on relation.oid = conrelid
    union all
    select pg_get_indexdef(oid) from relation where relkind = 'i'
    union all
    select concat_ws(' ', 'view', name, pg_get_viewdef(oid)) from relation where relkind = 'v'
    union all
    select pg_get_triggerdef(pg_trigger.oid) from pg_trigger inner join relation on relation.oid = tgrelid where not tgisinternal
    union all
    select pg_get_functiondef(p.oid) from pg_proc p inner join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'mart'
)
select line from definition order by line collate "C"
