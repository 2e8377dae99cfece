-- step_event: one row per event that is a step of a funnel, with its person and moment, from the first reported day on. Key: none, what is done twice in a microsecond is here twice.
select
    s.funnel,
    s.step,
    left(coalesce(i.person_id, e.signed_in_user_id, e.user_id, e.instance_id), 512) as person_id,
    epoch_us_of(e.occurred_at) as at_us
from funnel_event e
inner join funnel_step s on s.event_name = e.name
left join identity i on i.identity_key = identity_key(coalesce(e.signed_in_user_id, e.user_id), e.instance_id, e.is_signed_out)
cross join params p
cross join funnel_scope c
where (p.includes_bots or not coalesce(e.is_bot, false))
    and e.occurred_at >= c.reported_from_at
