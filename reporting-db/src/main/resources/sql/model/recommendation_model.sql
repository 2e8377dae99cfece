-- recommendation_model: one row per property that names items and method that was compared for it. Key: property, method.
select
    p.project,
    c.property as item_property,
    c.method,
    cast(c.is_champion as boolean) as is_champion,
    cast(c.persons as bigint) as persons,
    cast(c.recall as double) as recall_at_10,
    cast(c.ndcg as double) as ndcg_at_10,
    cast(c.coverage as double) as coverage,
    v.items,
    v.model_version,
    v.measured_from,
    v.window_days
from compared c
inner join recommending_version v on v.property = c.property
cross join params p
