-- path_step: one row per session of the path days, kind of place and place that it went to. Key: session_id, kind, step.
with visited as (
    select
        case when e.type = 'track' then 'event' else 'view' end as kind, e.session_id, e.session_index, s.day,
        left(case when e.type = 'track' then e.name else coalesce(e.page.path, e.name) end, 255) as name
    from path_event e
    inner join person_session s on s.session_id = e.session_id
    where e.type in ('page', 'screen', 'track')
),
followed as (
    select *, lag(name) over (partition by session_id, kind order by session_index) as previous_name
    from visited
    where name is not null and day in (select day from path_day)
)
select
    kind, session_id, day, name,
    row_number() over (partition by session_id, kind order by session_index) as step
from followed
-- the same place again is no step
where name is distinct from previous_name
