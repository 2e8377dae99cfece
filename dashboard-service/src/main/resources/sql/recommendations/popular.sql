-- popular: one row per item of the property that most persons took, the first ten. Key: rank.
select rank, item, persons, share, as_of
from bi.popular_items
where project = :project
    and item_property = coalesce(nullif(:item_property, ''), (select min(item_property) from bi.popular_items where project = :project))
    and rank <= 10
order by rank
