-- event: one row per curated event of the part of the people that is asked for. Key: event_id.
-- Of an event's own platform, country and version, as bi.devices_daily has them.
select e.*
from curated_event e
cross join asked a
where (a.platform = '' or platform_of(e.browser.name, e.library.name, e.os.name, e.device.type) = a.platform)
    and (a.country = '' or left(e.country, 255) = a.country)
    and (a.app_version = '' or left(e.app.version, 255) = a.app_version)
