-- event_change: one row per UTC day of which events came or went, those of erased persons by themselves; those that were only read again did neither. Key: event_date.
with changed as (
    select a.event_date, 1 as added, 0 as removed, 0 as erased
    from added a
    left join removed r on r.event_id = a.event_id and r.event_date = a.event_date
    where r.event_id is null
    union all
    select r.event_date, 0, case when e.event_id is null then 1 else 0 end, case when e.event_id is null then 0 else 1 end
    from removed r
    left join added a on a.event_id = r.event_id and a.event_date = r.event_date
    left join (select distinct event_id from erased_event) e on e.event_id = r.event_id
    where a.event_id is null
)
select p.project, c.event_date, sum(c.added) as added, sum(c.removed) as removed, sum(c.erased) as erased
from changed c
cross join params p
group by all
