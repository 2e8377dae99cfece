-- object_duplicate: one row per object of which copies lost in this run. Key: object_key.
-- Of objects that this run read: all copies among their lines; of others: those that lost now.
select raw_object as object_key, count(*) as events
from claim
where claim_place > 1
group by raw_object
