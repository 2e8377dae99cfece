-- popular_item: one row per property that names items and place among the most popular ones. Key: property, rank.
select
    p.project,
    r.property as item_property,
    cast(r.rank as integer) as rank,
    r.item,
    cast(r.persons as bigint) as persons,
    cast(r.share as double) as share,
    v.model_version,
    v.as_of,
    cast(v.scored_at as timestamp) as scored_at
from popular r
inner join recommending_version v on v.property = r.property
cross join params p
