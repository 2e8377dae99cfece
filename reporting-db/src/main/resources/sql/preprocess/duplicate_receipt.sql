-- duplicate_receipt: one row per day of receipt of copies that lost in this run. Key: received_date.
select cast(received_at as date) as received_date, count(*) as events
from claim
where claim_place > 1
group by all
order by received_date nulls first
