-- After how many minutes without an answer an approval is asked again; never where it is null.
alter table organizations
  add column approval_sms_minutes integer,
  add column approval_call_minutes integer,
  add constraint ck_organizations_approval_sms_minutes
    check (approval_sms_minutes between 1 and 1440),
  add constraint ck_organizations_approval_call_minutes
    check (approval_call_minutes between 1 and 1440);
grant update (approval_sms_minutes, approval_call_minutes) on organizations to karani_app;

-- By which channels somebody was asked already.
create index ix_outbound_messages_approval_id on outbound_messages (organization_id, approval_id)
  where approval_id is not null;
