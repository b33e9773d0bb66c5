"""What must hold of runs in the database at rest, as queries for the rows that break it."""

from __future__ import annotations

from collections.abc import Mapping

RUN_RULES: Mapping[str, str] = {
    "I10 a run is not over and waits for nothing that will come": """
        select id, status, error ->> 'code' from runs r
        where status <> 'COMPLETED' and not exists (
          select from outbox o where o.subject_id = r.waiting_id and o.due_at > now()
        )""",
    "I10 an event has not exactly one run of each workflow that listens": """
        select e.id, w.name, count(r.id) from workflows w
        join events e on e.organization_id = w.organization_id and e.type = w.trigger_event
          and e.id > w.id
        left join runs r on (r.organization_id, r.event_id, r.workflow_id)
          = (e.organization_id, e.id, w.id)
        group by 1, 2 having count(r.id) <> 1""",
    "I10 a run's step runs have a gap": """
        select run_id, count(*), max(sequence) from step_runs
        group by 1 having count(*) <> max(sequence) or min(sequence) <> 1""",
    "I10 a run does not know its last step run": """
        select r.id, r.sequence, count(s.id) from runs r
        left join step_runs s on (s.organization_id, s.run_id) = (r.organization_id, r.id)
        group by r.organization_id, r.id having count(s.id) <> r.sequence""",
    "I10 a step of a run was done twice, or not at all": """
        select run_id, step, count(*) filter (where s.status in ('done', 'skipped'))
        from step_runs s
        join runs r on (r.organization_id, r.id) = (s.organization_id, s.run_id)
        where r.status = 'COMPLETED'
        group by 1, 2 having count(*) filter (where s.status in ('done', 'skipped')) <> 1""",
    "I10 a step that writes has not exactly one message": """
        select s.run_id, s.step, count(o.id) from step_runs s
        left join outbound_messages o on o.step_run_id = s.id
        where s.type in ('send_message', 'approval') and s.status = 'done'
        group by s.organization_id, s.id having count(o.id) <> 1""",
    "I10 a message comes from no step run of its shop": """
        select o.id from outbound_messages o left join step_runs s
          on (s.organization_id, s.id) = (o.organization_id, o.step_run_id)
        where o.step_run_id is not null and s.id is null""",
    "I10 a run has not emitted exactly one event": """
        select s.run_id, count(e.id) from step_runs s
        left join events e on e.organization_id = s.organization_id
          and e.type = s.output ->> 'event' and e.payload ->> 'run' = s.run_id::text
        where s.type = 'emit_event' and s.status = 'done'
        group by s.organization_id, s.id having count(e.id) <> 1""",
    "I10 a change of a record is not exactly one audit entry": """
        select s.run_id, count(a.id) from step_runs s
        left join audit_entries a on a.organization_id = s.organization_id
          and a.action = 'UPDATE' and a.entity_id::text = s.input ->> 'id'
        where s.type = 'update_record' and s.status = 'done'
        group by s.organization_id, s.id having count(a.id) <> 1""",
    "I10 an approval was not decided exactly once": """
        select p.id, p.status, count(distinct a.id), count(distinct e.id) from approvals p
        left join audit_entries a on a.entity_id = p.id and a.action in ('APPROVE', 'REJECT')
        left join events e on e.organization_id = p.organization_id
          and e.type = 'APPROVAL_DECIDED' and e.payload ->> 'approval' = p.id::text
        group by p.organization_id, p.id
        having p.status <> 'approved' or count(distinct a.id) <> 1
          or count(distinct e.id) <> 1""",
    "I10 work is left for a run that is over": """
        select o.id, o.kind from outbox o join step_runs s on s.id = o.subject_id
        join runs r on (r.organization_id, r.id) = (s.organization_id, s.run_id)
        where r.status in ('COMPLETED', 'FAILED', 'CANCELLED')""",
    "I9 a run and its event belong to two shops": """
        select r.id from runs r left join events e
          on (e.organization_id, e.id) = (r.organization_id, r.event_id)
        where r.event_id is not null and e.id is null""",
}
