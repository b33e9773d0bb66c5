-- What assistants were asked, what they answered and cost, and what people said of it.
create table ai_requests (
  organization_id uuid not null,
  id uuid not null,
  type text not null,
  about text not null,
  about_id uuid,
  person_id uuid,
  input jsonb,
  answer_schema jsonb,
  provider text not null,
  model text not null,
  prompt_version text default '' not null,
  outcome text not null,
  instead_of text,
  because text,
  answer jsonb,
  confidence numeric(4, 3),
  tokens_in integer default 0 not null,
  tokens_out integer default 0 not null,
  cost numeric(12, 6) default 0 not null,
  latency_ms integer,
  correction jsonb,
  corrected_by uuid,
  corrected_at timestamptz,
  created_at timestamptz default now() not null,
  constraint pk_ai_requests primary key (organization_id, id),
  constraint ck_ai_requests_outcome check (outcome in ('asked', 'answered', 'failed')),
  constraint ck_ai_requests_about check (about in ('step', 'message', 'api')),
  constraint fk_ai_requests_organization_id foreign key(organization_id) references organizations (id)
);
create index ix_ai_requests_created_at on ai_requests (organization_id, created_at);
create index ix_ai_requests_about on ai_requests (organization_id, about_id);
create index ix_ai_requests_worded on ai_requests (created_at) where input is not null or answer is not null;

grant select, insert, update (
  provider, model, prompt_version, outcome, instead_of, because, answer, confidence, tokens_in, tokens_out, cost,
  latency_ms, correction, corrected_by, corrected_at
) on ai_requests to karani_app;
-- Erasure and retention take the words out; what it was and what it cost stays.
grant select, update (input, answer_schema, answer, correction) on ai_requests to karani_relay;

alter table ai_requests enable row level security;
alter table ai_requests force row level security;
create policy relay on ai_requests to karani_relay using (true);
create policy app on ai_requests to karani_app using (organization_id = this_organization());
