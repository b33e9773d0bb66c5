-- What an organization may have how much of: the figures are in engine/tiers.py. Whoever is
-- here already has the wider one.
alter table organizations
  add column tier text default 'standard' not null,
  add constraint ck_organizations_tier check (tier in ('free', 'standard'));
grant update (name, language) on organizations to karani_app;

-- Keys for programs: each acts for the person who made it. Only its hash is kept.
create table api_keys (
  organization_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  name text not null,
  prefix text not null,
  digest bytea not null,
  scopes text[] not null,
  created_at timestamptz default now() not null,
  expires_at timestamptz,
  used_at timestamptz,
  revoked_at timestamptz,
  constraint pk_api_keys primary key (organization_id, id),
  constraint fk_api_keys_organization_id foreign key(organization_id) references organizations (id),
  constraint fk_api_keys_person_id foreign key(person_id) references people (id)
);
-- A key names its organization, so it is looked for in all of them.
create unique index uq_api_keys_digest on api_keys (digest);

grant select, insert, update (revoked_at) on api_keys to karani_app;
grant select, update (used_at, revoked_at, name) on api_keys to karani_relay;

alter table api_keys enable row level security;
alter table api_keys force row level security;
create policy app on api_keys to karani_app using (organization_id = this_organization());
create policy relay on api_keys to karani_relay using (true);
