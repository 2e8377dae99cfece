-- What the transforms mean by their words, for every engine.
-- Where a person used the product: from browser, SDK, operating system, in this order. A user agent such as curl/8.5 has a "browser" too, but is
-- a server's; so is an event of a server's SDK, unless it hands on the user agent of a person's browser.
create macro platform_of(browser_name string, library_name string, os_name string, device_type string) as
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
create macro text_key(value string) as coalesce(cast(length(value) as string) || ':' || value, '-');
create macro campaign_key(campaign struct(name string, source string, medium string, term string, content string)) as
    case
        when coalesce(campaign.name, campaign.source, campaign.medium, campaign.term, campaign.content) is not null
            then text_key(campaign.name) || text_key(campaign.source) || text_key(campaign.medium)
                || text_key(campaign.term) || text_key(campaign.content)
    end;
-- The user whom an event itself names. What the stream put on Revolt's events by what it knew at the time does not count: it is found again from all that was said.
create macro own_user_id(protocol string, type string, name string, user_id string) as
    case when protocol <> 'revolt' or type = 'identify' or name like 'user.%' then user_id end;
-- What an event says of who uses its instance from then on: u and the user, - for nobody any more; null where it says nothing. '-' sorts before 'u':
-- somebody who signs in at the moment at which another one signs out is there.
create macro says_user(protocol string, type string, name string, instance_id string, user_id string) as
    case
        when instance_id is null then null
        when protocol = 'revolt' and name = 'user.signedOut' then '-'
        when protocol = 'revolt' and type <> 'identify' then null
        else 'u' || user_id
    end;
-- Whether an event describes its instance: app, device, system, language.
create macro describes(protocol string, name string) as protocol = 'revolt' and coalesce(name, '') = 'system.appInstanceData';
-- How events name the person: the user who is signed in, or the instance before anybody signed in (i) or after somebody signed out (o).
create macro identity_key(user_id string, instance_id string, is_signed_out boolean) as
    coalesce('u:' || user_id, case when coalesce(is_signed_out, false) then 'o:' else 'i:' end || instance_id);
