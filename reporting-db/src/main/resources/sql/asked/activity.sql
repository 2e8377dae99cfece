-- activity: one row per person of the part and day with an event of it. Key: person_id, day.
select distinct person_id, day from reported_event
