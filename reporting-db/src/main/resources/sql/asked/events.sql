-- events: one row per asked day, event name and type, as bi.events_daily has them. Key: day, event_name, type.
select d.day, d.event_name, d.type, d.events, d.users, d.sessions
from event_daily d
inner join asked a on d.day >= a.first_day and d.day <= a.last_day
