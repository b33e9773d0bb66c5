-- What came with a message, until when a model's reading of it is waited for, and the reading.
alter table inbound_messages
  add column attachments jsonb,
  add column reading jsonb,
  add column reading_until timestamptz;
grant update (reading, reading_until) on inbound_messages to karani_app;
grant update (attachments, reading) on inbound_messages to karani_relay;
