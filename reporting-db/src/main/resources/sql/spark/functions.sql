-- Spark's bodies of the functions of functions.sql. A moment is a timestamp without zone, in UTC.
create or replace temporary function epoch_us_of(moment timestamp) return unix_micros(cast(moment as timestamp_ltz));
create or replace temporary function to_local_ts(utc_moment timestamp, zone string) return convert_timezone('UTC', zone, utc_moment);
create or replace temporary function to_utc_ts(local_moment timestamp, zone string) return convert_timezone(zone, 'UTC', local_moment);
create or replace temporary function sha256_hex(value string) return sha2(value, 256);
create or replace temporary function iso_dow(some_day date) return weekday(some_day) + 1;
create or replace temporary function days_between(first_day date, last_day date) return cast(datediff(last_day, first_day) as bigint);
create or replace temporary function add_days(some_day date, n bigint) return date_add(some_day, cast(n as int));
create or replace temporary function clean_text(value string) return replace(value, chr(0), '');
create or replace temporary function ts_of_epoch_us(micros bigint) return cast(timestamp_micros(micros) as timestamp);
create or replace temporary function json_member(document string, name string) return try_variant_get(try_parse_json(document), '$', 'map<string, variant>')[name];
create or replace temporary function json_text(document string, name string) return from_json(document, 'map<string, string>')[name];
-- A number is spelled as DuckDB does: 12.50 is 12.5 and 3.00 is 3.0. from_json makes a double of it, and an exponent where it is large.
create or replace temporary function json_str(document string, name string) return
    case
        when schema_of_variant(json_member(document, name)) not like 'DECIMAL%' then json_text(document, name)
        when schema_of_variant(json_member(document, name)) like '%,0)' and json_text(document, name) like '%.%' then cast(json_member(document, name) as string) || '.0'
        else cast(json_member(document, name) as string)
    end;
-- add_months is Spark's own.
create or replace temporary function entries_of(moments array<bigint>, window_us bigint) return
    aggregate(moments, array(element_at(moments, 1)), (entries, moment) -> if(moment - element_at(entries, -1) > window_us, array_append(entries, moment), entries));
