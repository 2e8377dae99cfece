-- path_event: one row per curated event that is a place of the kind that is asked for. Key: event_id.
select * from curated_event where type in ({{types}})
