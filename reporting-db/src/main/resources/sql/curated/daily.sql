-- daily: one row per UTC date, day of the project's time zone, instance, signed-in user, sign-out and bot flag. Key: these. What files of earlier versions lack is null.
select
    cast(null as date) as event_date, cast(null as date) as day, cast(null as string) as instance_id, cast(null as string) as user_id, cast(null as boolean) as is_signed_out,
    cast(null as boolean) as is_bot, cast(null as bigint) as events, cast(null as timestamp) as first_at, cast(null as timestamp) as last_at,
    cast(null as timestamp) as last_received_at, cast(null as bigint) as late_events, cast(null as bigint) as late_1m_1h_events,
    cast(null as bigint) as late_1h_1d_events, cast(null as bigint) as late_1d_7d_events, cast(null as bigint) as late_over_7d_events, cast(null as string) as traits, cast(null as timestamp) as traits_at
limit 0
