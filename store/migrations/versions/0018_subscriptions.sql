-- Addresses of other systems that hear of a shop's facts, and every delivery to them.
create table subscriptions (
  organization_id uuid not null,
  id uuid not null,
  url text not null,
  events text[] not null,
  status text not null default 'active',
  created_by uuid not null,
  failing_since timestamptz,
  created_at timestamptz default now() not null,
  constraint pk_subscriptions primary key (organization_id, id),
  constraint ck_subscriptions_status check (status in ('active', 'disabled')),
  constraint fk_subscriptions_organization_id foreign key(organization_id)
    references organizations (id),
  constraint fk_subscriptions_created_by foreign key(created_by) references people (id)
);

create table subscription_deliveries (
  organization_id uuid not null,
  id uuid not null,
  subscription_id uuid not null,
  event_id uuid not null,
  status text not null default 'pending',
  attempts integer not null default 0,
  error text,
  created_at timestamptz default now() not null,
  tried_at timestamptz,
  constraint pk_subscription_deliveries primary key (organization_id, id),
  constraint ck_subscription_deliveries_status
    check (status in ('pending', 'delivered', 'failed')),
  constraint fk_subscription_deliveries_subscription foreign key(organization_id, subscription_id)
    references subscriptions (organization_id, id) on delete cascade
);
create index ix_subscription_deliveries_subscription_id
  on subscription_deliveries (organization_id, subscription_id, id);
create index ix_subscription_deliveries_created_at on subscription_deliveries (created_at);

grant select, insert, update, delete on subscriptions to karani_app;
grant select, insert, update on subscription_deliveries to karani_app;
grant select on subscriptions to karani_relay;
grant select, delete on subscription_deliveries to karani_relay;

alter table subscriptions enable row level security;
alter table subscriptions force row level security;
create policy app on subscriptions to karani_app
  using (organization_id = this_organization());
create policy relay on subscriptions to karani_relay using (true);

alter table subscription_deliveries enable row level security;
alter table subscription_deliveries force row level security;
create policy app on subscription_deliveries to karani_app
  using (organization_id = this_organization());
create policy relay on subscription_deliveries to karani_relay using (true);
