-- How far a provider's list was read from its beginning on, and since when it is heard.
alter table archives
  add column cursor text,
  add column mark text,
  add column heard_since timestamptz,
  add column read_at timestamptz;
grant update (known_at, cursor, mark, heard_since, read_at) on archives to karani_relay;

-- A message that came by itself under one id and stands in the list under another is one row:
-- the nth of a likeness. Whoever comes second finds its key taken, and fills in the other id.
create table arrivals (
  id uuid not null,
  account text not null,
  likeness bytea not null,
  n integer not null,
  reference text,
  listed text,
  heard_at timestamptz,
  created_at timestamptz default now() not null,
  constraint pk_arrivals primary key (id),
  constraint uq_arrivals_likeness unique (account, likeness, n),
  constraint uq_arrivals_reference unique (account, reference),
  constraint uq_arrivals_listed unique (account, listed),
  constraint ck_arrivals_named check (reference is not null or listed is not null)
);
create index ix_arrivals_created_at on arrivals (created_at);
alter table arrivals enable row level security;
alter table arrivals force row level security;
grant select, insert, update, delete on arrivals to karani_relay;
create policy relay on arrivals to karani_relay using (true) with check (true);
