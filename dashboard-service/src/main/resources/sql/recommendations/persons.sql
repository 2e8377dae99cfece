-- persons: one row per person with a list of their own, the first twenty. Key: person_id.
select distinct person_id
from bi.recommendations
where project = :project
    and item_property = coalesce(nullif(:item_property, ''), (select min(item_property) from bi.popular_items where project = :project))
    and reason <> 'popular'
order by person_id
limit 20
