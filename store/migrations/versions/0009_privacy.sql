-- Privacy: exports, erasure, and who is who when numbers and ids change.

alter table people add column erased_at timestamptz;
alter table organizations add column closed_at timestamptz;
-- An address that may have passed to somebody else; a conversation in which it is so.
alter table addresses add column doubted_at timestamptz;
alter table conversations
  add column doubted_at timestamptz,
  add column closed_at timestamptz,
  alter column address_id drop not null;
-- What was said while it was not known by whom: kept until it is.
alter table inbound_messages add column held_at timestamptz;
create index ix_inbound_messages_held on inbound_messages (person_id) where held_at is not null;
-- What is kept for a while only: the oldest first, without what is gone already.
create index ix_inbound_messages_worded on inbound_messages (received_at) where body <> '****';
create index ix_inbound_messages_raw on inbound_messages (received_at) where raw <> '';
create index ix_outbound_messages_worded on outbound_messages (created_at) where body <> '****';
-- Words may be hidden, and what a provider sent dropped before them; nothing is made of either.
create or replace function only_hide() returns trigger language plpgsql as $$
begin
  if new.body not in (old.body, '****') or new.raw not in (old.raw, '')
    or current_user <> 'karani_relay' and (new.body <> '****' or new.raw <> '')
  then
    raise exception 'permission denied: what a person said is not changed' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create index ix_conversations_person_id on conversations (person_id);

create table exports (
  id uuid not null,
  person_id uuid not null,
  organization_id uuid,
  conversation_id uuid,
  scope text not null,
  requested_at timestamptz not null,
  expires_at timestamptz,
  constraint pk_exports primary key (id),
  constraint ck_exports_scope check (scope in ('person', 'shop')),
  constraint fk_exports_person_id foreign key(person_id) references people (id),
  constraint fk_exports_organization_id foreign key(organization_id) references organizations (id)
);
create index ix_exports_person_id on exports (person_id);

create table export_pieces (
  export_id uuid not null,
  format text not null,
  number integer not null,
  body bytea not null,
  constraint pk_export_pieces primary key (export_id, format, number),
  constraint ck_export_pieces_format check (format in ('json', 'xlsx')),
  constraint fk_export_pieces_export_id foreign key(export_id) references exports (id) on delete cascade
);

grant select, insert, update (expires_at) on exports to karani_app;
grant select, insert on export_pieces to karani_app;
grant select, delete on exports, export_pieces to karani_relay;
grant update (doubted_at) on conversations to karani_app;
grant update (held_at) on inbound_messages to karani_app;
-- A shop whose last owner leaves is closed; what runs in it ends with it.
grant update (closed_at) on organizations to karani_app;

-- Addresses, and what hangs on them, follow their person; a merge is told to the audit.
grant update (person_id, doubted_at) on addresses to karani_relay;
grant delete on addresses to karani_relay;
grant update (person_id, address_id, reply_to, state, doubted_at, closed_at) on conversations to karani_relay;
grant update (person_id, conversation_id, organization_id, held_at) on inbound_messages to karani_relay;
grant update (person_id) on outbound_messages, exports to karani_relay;
grant insert (
  organization_id, id, action, entity, entity_id, person_id, via, before, after, salt
) on audit_entries to karani_relay;

-- Erasure takes names and words out of what stays; amounts, dates and ids are not among it.
grant update (name, language, country, erased_at) on people to karani_relay;
grant update (body, raw, quoted, provider_reference) on inbound_messages to karani_relay;
grant update (recipient, body, media, provider_reference) on outbound_messages to karani_relay;
grant update (name, phone, removed_at) on members to karani_relay;
grant select, update (name, phone, invited_by_name, organization_name, expires_at) on invitations to karani_relay;
grant update (payload) on events to karani_relay;
grant update (item, item_key, note) on entries to karani_relay;
grant update (before, after, erased_at) on audit_entries to karani_relay;
grant update (question) on asks to karani_relay;
grant update (question, act) on approvals to karani_relay;
grant select (person_id), delete on pins, pin_resets to karani_relay;
create policy relay_forgets on pins for all to karani_relay using (true);
create policy relay_forgets on pin_resets for all to karani_relay using (true);
grant update (input, output, error, wait) on step_runs to karani_relay;
grant update (held, error) on runs to karani_relay;
grant update (service, note) on appointments to karani_relay;
grant update (text, status) on reminders to karani_relay;
grant update (settings, name) on workflows to karani_relay;
grant update (definition) on workflow_versions to karani_relay;
grant select, update (value) on choices to karani_relay;
grant update (closed_at) on approval_seats to karani_relay;

do $$
declare
  name text;
begin
  foreach name in array array['exports', 'export_pieces']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy relay on %I to karani_relay using (true)', name);
  end loop;
end $$;

-- An export is its person's, the shop's as well: who may ask is decided when it is asked for.
create policy app on exports to karani_app using (person_id = this_person());
create policy app on export_pieces to karani_app using (
  exists (select from exports e where e.id = export_pieces.export_id and e.person_id = this_person())
);
