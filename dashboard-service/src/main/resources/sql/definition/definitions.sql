-- definitions: one row per metric. Key: metric.
select metric, view_name, column_name, title, definition, formula, grain, unit, source
from bi.metric_definitions
order by metric
