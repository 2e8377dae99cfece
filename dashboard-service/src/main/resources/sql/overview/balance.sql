-- balance: one row for a project, over all its days of receipt. Key: none.
-- Differences of two days could cancel each other out, so the days that are off are counted too.
select
    coalesce(sum(received), 0)::bigint as received,
    coalesce(sum(quarantined), 0)::bigint as quarantined,
    coalesce(sum(curated), 0)::bigint as curated,
    coalesce(sum(duplicates), 0)::bigint as duplicates,
    coalesce(sum(difference), 0)::bigint as difference,
    count(*) filter (where difference <> 0) as days_off,
    min(day) filter (where difference <> 0) as first_day_off
from bi.closing_balance
where project = :project
