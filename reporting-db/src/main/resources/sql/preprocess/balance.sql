-- balance: one row: every event that arrived or stood on the affected days, and where it is now; difference must be 0. Key: none.
with counted as (
    select
        (select count(*) from arrived) as arrived,
        (select count(*) from known_event) as known,
        (select coalesce(sum(events), 0) from curated_receipt) as curated,
        (select coalesce(sum(events), 0) from duplicate_receipt) as duplicates
)
select
    p.project, c.arrived, c.known, c.curated, c.duplicates,
    c.curated + c.duplicates - c.arrived - c.known as difference
from counted c
cross join params p
