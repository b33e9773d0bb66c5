"""What must hold in the database at rest, as queries for the rows that break it."""

from __future__ import annotations

from collections.abc import Mapping

RULES: Mapping[str, str] = {
    "I2 a message has not been handled": """
        select m.provider_reference from inbound_messages m
        where m.handled_at is null and not exists (
          select from outbox o
          where o.kind = 'turn' and o.subject_id = m.conversation_id
            and o.parked_at is not null
        )""",
    "I2 a sale is not exactly one event": """
        select m.provider_reference, count(e.id) from inbound_messages m
        left join events e on e.message_id = m.id and e.type = 'SALE_RECORDED'
        where m.handled_at is not null and m.body like 'sold %'
        group by 1 having count(e.id) <> 1""",
    "I2 an event comes from no message": """
        select id from events
        where message_id is null and source not in ('delivery', 'workflow')""",
    "I2 a turn has not exactly one answer": """
        select m.conversation_id, m.handled_at, count(o.id) from inbound_messages m
        left join outbound_messages o on o.answers_id = m.id
        where m.handled_at is not null
        group by 1, 2 having count(o.id) <> 1""",
    "I2 an answer belongs to no message": """
        select id from outbound_messages o
        where reason = 'answer' and answers_id is null
          and not exists (select from outbound_messages where replaced_by = o.id)""",
    "I2 a message was written for nothing": """
        select id from outbound_messages
        where answers_id is null and step_run_id is null
          and reason not in ('answer', 'digest', 'news')""",
    "I3 a sale was written down before an earlier one": """
        select message, amount, before from (
          select m.provider_reference as message, (e.payload ->> 'amount')::numeric as amount,
            lag((e.payload ->> 'amount')::numeric) over (
              partition by m.conversation_id order by e.id
            ) as before
          from events e join inbound_messages m on m.id = e.message_id
          where e.type = 'SALE_RECORDED'
        ) as told where amount < before""",
    "I4 an event is not what was said": """
        select e.id from events e join inbound_messages m on m.id = e.message_id
        where e.type = 'SALE_RECORDED'
          and (e.payload ->> 'amount')::numeric <> split_part(m.body, ' ', 3)::numeric""",
    "I4 an event is not exactly one entry of its amount": """
        select e.id, count(n.id), sum(n.amount) from events e
        left join entries n on (n.organization_id, n.event_id) = (e.organization_id, e.id)
        where e.type = 'SALE_RECORDED'
        group by e.organization_id, e.id
        having count(n.id) <> 1 or sum(n.amount) <> (
          select (payload ->> 'amount')::numeric from events
          where (organization_id, id) = (e.organization_id, e.id)
        )""",
    "I4 a day's total is not the sum of its entries": """
        select organization_id, business_date, kind, d.amount, d.entries, n.amount, n.entries
        from day_totals d full join (
          select organization_id, business_date, kind, sum(amount) as amount,
            sum(case when reverses is null then 1 else -1 end) as entries
          from entries group by 1, 2, 3
        ) n using (organization_id, business_date, kind)
        where (d.amount, d.entries) is distinct from (n.amount, n.entries)""",
    "I5 two messages are alike, so the provider's book proves nothing": """
        select recipient, body from outbound_messages group by 1, 2 having count(*) > 1""",
    "I5 a message is in doubt and does not say why": """
        select id from outbound_messages
        where status in ('unknown', 'failed') and error_code is null""",
    "I5 a message that was sent has no reference, or a lease": """
        select id from outbound_messages where status in ('sent', 'delivered', 'read')
          and (provider_reference is null or lease_until is not null)""",
    "I6 work is left": "select id, kind, attempts, strikes from outbox where parked_at is null",
    "I6 work is parked without a reason": """
        select id from outbox where parked_at is not null and parked_reason is null""",
    "I6 a message has not left": """
        select id, status from outbound_messages where status in ('queued', 'sending')""",
    "I8 an audit entry is not sealed": "select id from audit_entries where sequence is null",
    "I8 a chain has a gap": """
        select organization_id, count(*), max(sequence) from audit_entries
        group by 1 having count(*) <> max(sequence) or min(sequence) <> 1""",
    "I8 an event is not exactly one audit entry": """
        select e.id, count(a.id) from events e
        left join audit_entries a on a.entity = 'event' and a.entity_id = e.id
          and a.organization_id = e.organization_id
        group by 1 having count(a.id) <> 1""",
    "I8 a sent message of a shop is not exactly one audit entry": """
        select o.id, o.status, count(a.id) from outbound_messages o
        left join audit_entries a on a.entity_id = o.id and a.action = 'MESSAGE_SENT'
        where o.organization_id is not null
        group by 1, 2
        having count(a.id) <> (case when o.status in ('sent', 'delivered', 'read')
          then 1 else 0 end)""",
    "I9 an event and its message belong to two shops": """
        select e.id from events e join inbound_messages m on m.id = e.message_id
        where e.organization_id is distinct from m.organization_id
          or e.person_id is distinct from m.person_id""",
    "I9 a message is not its conversation's person's": """
        select m.id from inbound_messages m join conversations c on c.id = m.conversation_id
        where m.person_id <> c.person_id""",
    "I9 an answer is not for the one who asked, in their shop": """
        select o.id from outbound_messages o
        join inbound_messages m on m.id = o.answers_id
        join conversations c on c.id = o.conversation_id
        where m.conversation_id <> c.id or o.person_id <> m.person_id
          or o.organization_id is distinct from m.organization_id""",
    "I9 a shop's book was written by a stranger": """
        select n.id from entries n left join members p
          on (p.organization_id, p.person_id) = (n.organization_id, n.person_id)
        where p.person_id is null""",
    "I9 an audit entry tells of another shop's message": """
        select a.id from audit_entries a join outbound_messages o on o.id = a.entity_id
        where a.organization_id is distinct from o.organization_id""",
}
