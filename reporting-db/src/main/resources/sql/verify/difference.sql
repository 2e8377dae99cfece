-- difference: one row per number of {{table}} that differs between what is published and what was computed anew; PostgreSQL. Key: day, key, metric.
with published as (
    select {{day}} as day, {{key}} as key, {{content}} as content
    from mart.{{table}} t
    where project = :project and {{day}} between :first and :last
),
recomputed as (
    select {{day}} as day, {{key}} as key, {{content}} as content
    from shadow.{{table}} t
    where project = :project and {{day}} between :first and :last
),
differing as (
    select coalesce(p.day, r.day) as day, coalesce(p.key, r.key) as key, coalesce(p.content, '{}') as published, coalesce(r.content, '{}') as recomputed
    from published p
    full join recomputed r on r.day = p.day and r.key = p.key
    where p.content is distinct from r.content
)
insert into mart.verification_difference (run_id, project, relation, day, key, metric, published, recomputed)
select :run, :project, '{{table}}', d.day, left(d.key, 600), m.metric, d.published ->> m.metric, d.recomputed ->> m.metric
from differing d
cross join lateral (
    select jsonb_object_keys(d.published) as metric
    union
    select jsonb_object_keys(d.recomputed)
) m
where d.published -> m.metric is distinct from d.recomputed -> m.metric
