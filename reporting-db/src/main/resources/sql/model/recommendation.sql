-- recommendation: one row per property that names items, person who took any and place on their list. Key: property, person_id, rank.
select
    p.project,
    r.property as item_property,
    r.person_id,
    cast(r.rank as integer) as rank,
    r.item,
    cast(r.score as double) as score,
    r.reason,
    v.model_version,
    v.as_of,
    cast(v.scored_at as timestamp) as scored_at
from recommended r
inner join recommending_version v on v.property = r.property
cross join params p
