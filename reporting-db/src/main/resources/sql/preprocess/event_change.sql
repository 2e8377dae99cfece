-- event_change: one row per UTC day of which events came or went; those that were only read again did neither. Key: event_date.
with changed as (
    select event_date, event_id, 1 as added, 0 as removed from added
    union all
    select event_date, event_id, 0, 1 from removed
),
net as (
    select event_date, event_id, sum(added) - sum(removed) as difference, event_id in (select event_id from erased_event) as is_erased
    from changed
    group by event_date, event_id
)
select
    p.project, n.event_date,
    count(*) filter (where n.difference > 0) as added,
    count(*) filter (where n.difference < 0 and not n.is_erased) as removed,
    count(*) filter (where n.difference < 0 and n.is_erased) as erased
from net n
cross join params p
where n.difference <> 0
group by all
