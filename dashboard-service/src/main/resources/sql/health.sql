-- health: at most one row, true. Key: none. Succeeds when the views are there and may be read.
select true
from bi.data_freshness
limit 1
