-- Payments that their provider reports itself, and counts of the stock that can be taken back.

-- The directory of payment numbers: one number belongs to one shop, so it comes first in the key.
create table payment_numbers (
  provider text not null,
  number text not null,
  organization_id uuid not null,
  kind text not null,
  named_by uuid,
  named_at timestamptz default now() not null,
  constraint pk_payment_numbers primary key (provider, number),
  constraint ck_payment_numbers_kind check (kind in ('till', 'paybill')),
  constraint fk_payment_numbers_organization_id foreign key(organization_id) references organizations (id)
);
create index ix_payment_numbers_organization_id on payment_numbers (organization_id);

-- What a provider told of a payment, before anybody knows whose it is.
create table payment_notices (
  id uuid not null,
  provider text not null,
  code text not null,
  raw bytea,
  received_at timestamptz default now() not null,
  constraint pk_payment_notices primary key (id),
  constraint uq_payment_notices_provider_code unique (provider, code)
);

create table stock_counts (
  organization_id uuid not null,
  id uuid not null,
  item text not null,
  item_key text not null,
  quantity numeric(18, 4) not null,
  unit text,
  threshold numeric(18, 4),
  person_id uuid,
  counted_at timestamptz not null,
  taken_back_by uuid,
  constraint pk_stock_counts primary key (organization_id, id),
  constraint fk_stock_counts_organization_id foreign key(organization_id) references organizations (id),
  constraint fk_stock_counts_event foreign key(organization_id, id) references events (organization_id, id)
);
create index ix_stock_counts_item_key on stock_counts (organization_id, item_key, id);
create index ix_stock_counts_person_id on stock_counts (organization_id, person_id, id);

create index ix_payment_claims_code on payment_claims (provider, code);
create index ix_payment_claims_unclaimed on payment_claims (organization_id, at) where claimed_by is null;

-- Earlier counts. Forced policies bind the owner as well: they step aside while it copies.
alter table events no force row level security;
insert into stock_counts
  (organization_id, id, item, item_key, quantity, unit, threshold, person_id, counted_at)
  select organization_id, id, btrim(payload ->> 'item'),
    lower(regexp_replace(btrim(payload ->> 'item'), '\s+', ' ', 'g')),
    (payload ->> 'quantity')::numeric, payload ->> 'unit', (payload ->> 'threshold')::numeric,
    person_id, occurred_at
  from events where type = 'STOCK_COUNTED';
alter table events force row level security;

grant select, insert, delete on payment_numbers to karani_app;
grant select on payment_numbers to karani_relay;
grant select, insert, update, delete on payment_notices to karani_relay;
grant select, insert on stock_counts to karani_app;
grant update (taken_back_by) on stock_counts to karani_app;
grant select, insert, update, delete on stock_counts to karani_relay;

do $$
declare
  name text;
begin
  foreach name in array array['payment_numbers', 'payment_notices', 'stock_counts']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy relay on %I to karani_relay using (true)', name);
  end loop;
end $$;

create policy app on payment_numbers to karani_app using (organization_id = this_organization());
create policy app on stock_counts to karani_app using (organization_id = this_organization());
