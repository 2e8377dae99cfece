-- list: one row per place on the person's list; none where nobody is known by that id. Key: rank.
select rank, item, score, reason, as_of
from bi.recommendations
where project = :project
    and item_property = coalesce(nullif(:item_property, ''), (select min(item_property) from bi.popular_items where project = :project))
    and person_id = :person
order by rank
