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
create or replace temporary function json_str(document string, name string) return from_json(document, 'map<string, string>')[name];
-- add_months is Spark's own.
