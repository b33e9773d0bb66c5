-- What an e-mail is about.
alter table outbound_messages add column subject text;
grant update (subject) on outbound_messages to karani_relay;

-- An e-mail is written to once a code that was sent there was said, until its server says that
-- nobody is reached there.
alter table addresses
  add column proved_at timestamptz,
  add column unreached_at timestamptz;
grant update (proved_at, unreached_at) on addresses to karani_relay;
grant update (email) on accounts to karani_relay;
