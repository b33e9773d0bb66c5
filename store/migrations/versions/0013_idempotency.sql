-- A person's requests over the API by the key they chose: the answer is given again for a day.
create table idempotent_requests (
  person_id uuid not null,
  key text not null,
  asked bytea not null,
  status integer not null default 0,
  body text,
  created_at timestamptz default now() not null,
  constraint pk_idempotent_requests primary key (person_id, key),
  constraint fk_idempotent_requests_person_id foreign key(person_id) references people (id)
);
create index ix_idempotent_requests_created_at on idempotent_requests (created_at);

grant select, insert, update on idempotent_requests to karani_app;
grant select, delete on idempotent_requests to karani_relay;

alter table idempotent_requests enable row level security;
alter table idempotent_requests force row level security;
create policy app on idempotent_requests to karani_app using (person_id = this_person());
create policy relay on idempotent_requests to karani_relay using (true);
