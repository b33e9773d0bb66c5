-- How a person signs in. An e-mail here is a name to sign in by that nobody has proved: what
-- is proved stands in addresses.
create table accounts (
  person_id uuid not null,
  password text,
  email text,
  changed_at timestamptz default now() not null,
  locked_at timestamptz,
  constraint pk_accounts primary key (person_id),
  constraint uq_accounts_email unique (email),
  constraint fk_accounts_person_id foreign key(person_id) references people (id)
);

-- A sign-in: the one refresh token that is good, and the one before it, as hashes.
create table sessions (
  id uuid not null,
  person_id uuid not null,
  digest bytea not null,
  previous bytea,
  created_at timestamptz default now() not null,
  rotated_at timestamptz default now() not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  constraint pk_sessions primary key (id),
  constraint fk_sessions_person_id foreign key(person_id) references people (id)
);
create index ix_sessions_person_id on sessions (person_id);
create index ix_sessions_expires_at on sessions (expires_at);

-- A code that proves an address, and what is to happen once it is proved. Nobody's: whose the
-- address is, is looked up when the code is sent and when it is said.
create table one_time_codes (
  id uuid not null,
  purpose text not null,
  address text not null,
  secret bytea not null,
  code bytea,
  password text,
  name text,
  language text,
  tries integer default '0' not null,
  is_cold boolean default 'false' not null,
  created_at timestamptz default now() not null,
  expires_at timestamptz not null,
  sent_at timestamptz,
  used_at timestamptz,
  constraint pk_one_time_codes primary key (id),
  constraint ck_one_time_codes_purpose check (purpose in ('register', 'sign_in')),
  constraint ck_one_time_codes_tries check (tries between 0 and 5)
);
create index ix_one_time_codes_address on one_time_codes (address, created_at);
create index ix_one_time_codes_created_at on one_time_codes (created_at);

-- Messages that hold a code: their words are hidden after minutes, not months.
create index ix_outbound_messages_secret on outbound_messages (created_at)
  where reason = 'code' and body <> '****';

grant select on accounts to karani_app;
grant select, insert, delete, update (password, changed_at, locked_at) on accounts to karani_relay;
grant select, update (revoked_at) on sessions to karani_app;
grant select, insert, delete, update (digest, previous, rotated_at, expires_at, revoked_at)
  on sessions to karani_relay;
grant select, insert, delete, update (code, tries, is_cold, sent_at, used_at)
  on one_time_codes to karani_relay;

do $$
declare
  name text;
begin
  foreach name in array array['accounts', 'sessions', 'one_time_codes']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy relay on %I to karani_relay using (true)', name);
  end loop;
end $$;
create policy app on accounts to karani_app using (person_id = this_person());
create policy app on sessions to karani_app using (person_id = this_person());
