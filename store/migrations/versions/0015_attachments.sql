-- Media by their address at the provider, places, reactions: what kind, and where it is.
alter table inbound_messages add column attachments jsonb default '[]' not null;
grant update (attachments) on inbound_messages to karani_app, karani_relay;

-- What a provider keeps for us to be filled in and sent again and again; no organization's.
create table provider_contents (
  account text not null,
  shape text not null,
  reference text not null,
  created_at timestamptz default now() not null,
  constraint pk_provider_contents primary key (account, shape)
);
alter table provider_contents enable row level security;
alter table provider_contents force row level security;
grant select, insert, delete on provider_contents to karani_app, karani_relay;
create policy app on provider_contents to karani_app using (true) with check (true);
create policy relay on provider_contents to karani_relay using (true) with check (true);

-- The lists of messages that providers keep of our numbers, and when we last read one.
create table archives (
  id uuid not null,
  account text not null,
  known_at timestamptz default now() not null,
  looked_at timestamptz default now() not null,
  constraint pk_archives primary key (id),
  constraint uq_archives_account unique (account)
);
alter table archives enable row level security;
alter table archives force row level security;
grant select on archives to karani_app;
grant select, insert, update (looked_at) on archives to karani_relay;
create policy app on archives for select to karani_app using (true);
create policy relay on archives to karani_relay using (true) with check (true);
