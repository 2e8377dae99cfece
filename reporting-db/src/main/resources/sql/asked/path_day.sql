-- path_day: one row per day that is asked for. Key: day.
select d.day
from event_day d
inner join asked a on d.day >= a.first_day and d.day <= a.last_day
