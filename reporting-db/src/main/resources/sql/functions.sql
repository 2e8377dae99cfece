-- The functions beyond the dialect that DuckDB and Spark share; another engine gives them its own bodies.
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
-- Where a person used the product: from browser, SDK, operating system, in this order. A user agent such as curl/8.5 has a "browser" too, but is
-- a server's; so is an event of a server's SDK, unless it hands on the user agent of a person's browser.
create macro platform_of(browser_name, library_name, os_name, device_type) as
    case
        when device_type = 'bot' then 'other'
        when device_type = 'server' then 'backend'
        when browser_name is not null then 'web'
        when library_name in ('analytics.js', 'RudderLabs JavaScript SDK', 'jitsu-js') then 'web'
        when library_name in (
            'analytics-python', 'analytics-node', '@segment/analytics-node', 'analytics-go', 'analytics-ruby', 'analytics-php', 'analytics-java', 'Analytics.NET', 'Analytics-CSharp',
            'rudder-analytics-python', 'rudder-sdk-node', '@rudderstack/rudder-sdk-node', 'rudder-sdk-go', 'rudder-sdk-java', 'rudder-sdk-ruby', 'rudder-sdk-php', 'RudderAnalytics.NET'
        ) then 'backend'
        when os_name in ('iOS', 'iPadOS', 'iPhone OS', 'ios') then 'ios'
        when os_name in ('Android', 'android') then 'android'
        when os_name is not null then 'desktop'
        when library_name is not null then 'backend'
    end;
-- All members of a campaign as one text, the same for the same campaign only; null where none is named.
create macro text_key(value) as coalesce(cast(length(value) as varchar) || ':' || value, '-');
create macro campaign_key(campaign) as
    case
        when coalesce(campaign.name, campaign.source, campaign.medium, campaign.term, campaign.content) is not null
            then text_key(campaign.name) || text_key(campaign.source) || text_key(campaign.medium)
                || text_key(campaign.term) || text_key(campaign.content)
    end;
-- The user whom an event itself names. What the stream put on Revolt's events by what it knew at the time does not count: it is found again from all that was said.
create macro own_user_id(protocol, type, name, user_id) as
    case when protocol <> 'revolt' or type = 'identify' or name like 'user.%' then user_id end;
-- What an event says of who uses its instance from then on: u and the user, - for nobody any more; null where it says nothing. '-' sorts before 'u':
-- somebody who signs in at the moment at which another one signs out is there.
create macro says_user(protocol, type, name, instance_id, user_id) as
    case
        when instance_id is null then null
        when protocol = 'revolt' and name = 'user.signedOut' then '-'
        when protocol = 'revolt' and type <> 'identify' then null
        else 'u' || user_id
    end;
-- Whether an event describes its instance: app, device, system, language.
create macro describes(protocol, name) as protocol = 'revolt' and coalesce(name, '') = 'system.appInstanceData';
-- How events name the person: the user who is signed in, or the instance before anybody signed in (i) or after somebody signed out (o).
create macro identity_key(user_id, instance_id, is_signed_out) as
    coalesce('u:' || user_id, case when coalesce(is_signed_out, false) then 'o:' else 'i:' end || instance_id);
