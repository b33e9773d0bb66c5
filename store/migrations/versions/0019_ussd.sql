-- The last USSD session of a phone: the directory's, for the phone may be a stranger's.
create table ussd_sessions (
  account text not null,
  phone text not null,
  session text not null,
  seen integer not null,
  place jsonb not null,
  shown text not null,
  ends boolean not null,
  updated_at timestamptz default now() not null,
  constraint pk_ussd_sessions primary key (account, phone)
);
create index ix_ussd_sessions_updated_at on ussd_sessions (updated_at);

grant select, insert, update, delete on ussd_sessions to karani_relay;

alter table ussd_sessions enable row level security;
alter table ussd_sessions force row level security;
create policy relay on ussd_sessions to karani_relay using (true);
