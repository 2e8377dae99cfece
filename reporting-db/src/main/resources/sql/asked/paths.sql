-- paths: one row per step and pair of places over the days that are asked for, of each day the 50 most visited places with their names. Key: step, from, to.
select step, from_name as "from", to_name as "to", cast(sum(transitions) as bigint) as transitions
from path_daily
group by step, from_name, to_name
