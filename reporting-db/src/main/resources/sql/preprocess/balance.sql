-- balance: one row: every event that arrived or stood on the affected days, and where it is now; difference must be 0. Key: none.
with counted as (
    select
        (select count(*) from arrived) as arrived,
        (select count(*) from known_event) as known,
        (select count(*) from added) as added,
        (select count(*) from removed) as removed,
        (select count(*) from claim where arrived_id > 0 and claim_place > 1) as duplicates,
        (select coalesce(sum(events), 0) from curated_receipt) as curated
)
select
    p.project, c.arrived, c.known, c.added, c.removed, c.duplicates, c.curated,
    abs(c.arrived - c.added - c.duplicates) + abs(c.known + c.added - c.removed - c.curated) as difference
from counted c
cross join params p
