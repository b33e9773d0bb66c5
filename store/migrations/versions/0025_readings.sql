-- Until when a model's reading of it is waited for, and the reading.
alter table inbound_messages
  add column reading jsonb,
  add column reading_until timestamptz;
grant update (reading, reading_until) on inbound_messages to karani_app;
grant update (reading) on inbound_messages to karani_relay;
