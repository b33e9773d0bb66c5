-- When an account may send the next message that can wait; it is no organization's.
create table paces (
  account text not null,
  free_at timestamptz not null,
  constraint pk_paces primary key (account)
);
alter table paces enable row level security;
alter table paces force row level security;
grant select, insert, update, delete on paces to karani_app, karani_relay;
create policy app on paces to karani_app using (true);
create policy relay on paces to karani_relay using (true);

-- A message takes its turn once, however often it is looked at.
alter table outbound_messages add column paced boolean default false not null;
grant update (paced) on outbound_messages to karani_app;
