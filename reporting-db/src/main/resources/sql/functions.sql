-- DuckDB's bodies of the functions beyond the dialect that DuckDB and Spark share; Spark's are in spark/functions.sql.
create macro epoch_us_of(moment) as epoch_us(moment);
create macro to_local_ts(utc_moment, zone) as timezone(zone, timezone('UTC', utc_moment));
create macro to_utc_ts(local_moment, zone) as timezone('UTC', timezone(zone, local_moment));
create macro sha256_hex(value) as sha256(value);
create macro iso_dow(some_day) as isodow(some_day);
create macro days_between(first_day, last_day) as date_diff('day', first_day, last_day);
create macro add_days(some_day, n) as cast(some_day + to_days(cast(n as integer)) as date);
create macro add_months(some_day, n) as cast(some_day + to_months(cast(n as integer)) as date);
create macro ts_of_epoch_us(micros) as make_timestamp(micros);
-- A member of a JSON object as text; null where it lacks it or is null. The name has no quote and no backslash.
create macro json_str(document, name) as json_extract_string(document, '$."' || name || '"');
-- PostgreSQL takes no NUL.
create macro clean_text(value) as replace(value, chr(0), '');
-- Of a funnel's first steps in order of time, those that are entries: the first, and each that is further from the last entry than the window. See funnel_entry.
create macro entries_of(moments, window_us) as
    list_reduce(moments, lambda entries, moment: case when moment - entries[-1] > window_us then list_append(entries, moment) else entries end, [moments[1]]);
