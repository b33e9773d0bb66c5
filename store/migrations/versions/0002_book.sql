-- The book: whom a shop deals with, what it sells, what it was paid, and who works there.

create table customers (
  organization_id uuid not null,
  id uuid not null,
  name text not null,
  name_key text not null,
  owes_us numeric(18, 2) default '0' not null,
  we_owe numeric(18, 2) default '0' not null,
  owes_since date,
  created_at timestamptz default now() not null,
  constraint pk_customers primary key (organization_id, id),
  constraint uq_customers_organization_id_name_key unique (organization_id, name_key),
  constraint fk_customers_organization_id foreign key(organization_id) references organizations (id)
);

create table items (
  organization_id uuid not null,
  key text not null,
  name text not null,
  quantity numeric(18, 4),
  unit text,
  threshold numeric(18, 4),
  counted_at timestamptz,
  counted_by uuid,
  unit_price numeric(18, 2),
  price_unit text,
  priced_by uuid,
  constraint pk_items primary key (organization_id, key),
  constraint fk_items_organization_id foreign key(organization_id) references organizations (id)
);

create table payment_claims (
  organization_id uuid not null,
  provider text not null,
  code text not null,
  kind text,
  amount numeric(18, 2),
  party text,
  at timestamptz not null,
  status text not null,
  flags jsonb default '[]' not null,
  claimed_by uuid,
  event_id uuid not null,
  constraint pk_payment_claims primary key (organization_id, provider, code),
  constraint ck_payment_claims_status check (status in ('claimed', 'verified')),
  constraint fk_payment_claims_organization_id foreign key(organization_id) references organizations (id)
);

create table day_closes (
  organization_id uuid not null,
  business_date date not null,
  expected numeric(18, 2) not null,
  counted numeric(18, 2) not null,
  difference numeric(18, 2) not null,
  person_id uuid,
  event_id uuid not null,
  closed_at timestamptz not null,
  constraint pk_day_closes primary key (organization_id, business_date),
  constraint fk_day_closes_organization_id foreign key(organization_id) references organizations (id)
);

create table choices (
  organization_id uuid not null,
  name text not null,
  value text not null,
  person_id uuid,
  chosen_at timestamptz default now() not null,
  constraint pk_choices primary key (organization_id, name),
  constraint fk_choices_organization_id foreign key(organization_id) references organizations (id)
);

create table invitations (
  organization_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  role text not null,
  name text,
  phone text,
  organization_name text not null,
  invited_by uuid not null,
  invited_by_name text not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  declined_at timestamptz,
  created_at timestamptz default now() not null,
  constraint pk_invitations primary key (organization_id, id),
  constraint ck_invitations_role check (role in ('OWNER', 'STAFF', 'VIEWER')),
  constraint fk_invitations_organization_id foreign key(organization_id) references organizations (id),
  constraint fk_invitations_person_id foreign key(person_id) references people (id)
);
create index ix_invitations_person_id on invitations (person_id, id);

alter table members add column name text, add column phone text, add column removed_at timestamptz;
alter table outbound_messages add column media text;
create index ix_events_message_id on events (organization_id, message_id) where message_id is not null;

alter table entries
  add column item_key text,
  add column customer_id uuid,
  add constraint fk_entries_customer foreign key(organization_id, customer_id) references customers (organization_id, id);
drop index ix_entries_business_date;
create index ix_entries_business_date on entries (organization_id, business_date, kind)
  include (amount, payment, person_id, item_key, quantity, unit);
create index ix_entries_customer_id on entries (organization_id, customer_id, id) where customer_id is not null;
create index ix_entries_priced on entries (organization_id, item_key, id) where unit_price is not null;

-- What was written before has the new columns too. Forced policies bind the owner as well,
-- and none lets it through: they step aside while it fills them.
alter table members no force row level security;
alter table people no force row level security;
alter table addresses no force row level security;
alter table entries no force row level security;
update members m set
  name = (select p.name from people p where p.id = m.person_id),
  phone = (
    select left(a.value, 7) || '***' || right(a.value, 3) from addresses a
    where a.person_id = m.person_id and a.kind = 'phone' order by a.id limit 1
  );
update entries set item_key = lower(regexp_replace(btrim(item), '\s+', ' ', 'g')) where item is not null;
insert into items (organization_id, key, name)
  select distinct on (organization_id, item_key) organization_id, item_key, btrim(item)
  from entries where item_key is not null order by organization_id, item_key, id;
update items i set (priced_by, unit_price, price_unit) = (
  select e.id, e.unit_price, e.unit from entries e
  where e.organization_id = i.organization_id and e.item_key = i.key and e.kind = 'sale'
    and e.unit_price is not null and e.reverses is null
    and not exists (
      select from entries r where r.organization_id = e.organization_id and r.reverses = e.id
    )
  order by e.id desc limit 1
);
alter table members force row level security;
alter table people force row level security;
alter table addresses force row level security;
alter table entries force row level security;

grant update (role, name, phone, removed_at) on members to karani_app;
create policy app_changes on members for update to karani_app
  using (organization_id = this_organization());
grant select, insert, update on customers, items, payment_claims, day_closes, choices, invitations to karani_app;
-- Read models can be made again from events, by an operator, one shop at a time.
grant select on events to karani_relay;
grant select, insert, delete on entries to karani_relay;
grant select, insert, update, delete on day_totals, customers, items, payment_claims, day_closes to karani_relay;
-- Whoever holds a shop's row keeps everyone else from writing into its book meanwhile.
grant update on organizations to karani_relay;

do $$
declare
  name text;
begin
  foreach name in array array[
    'customers', 'items', 'payment_claims', 'day_closes', 'choices', 'invitations'
  ]
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy relay on %I to karani_relay using (true)', name);
  end loop;
end $$;

create policy app on customers to karani_app using (organization_id = this_organization());
create policy app on items to karani_app using (organization_id = this_organization());
create policy app on payment_claims to karani_app using (organization_id = this_organization());
create policy app on day_closes to karani_app using (organization_id = this_organization());
create policy app on choices to karani_app using (organization_id = this_organization());

-- Who is invited reads the invitation; only a transaction in that shop writes it.
create policy app_reads on invitations for select to karani_app
  using (organization_id = this_organization() or person_id = this_person());
create policy app_adds on invitations for insert to karani_app
  with check (organization_id = this_organization());
create policy app_changes on invitations for update to karani_app
  using (organization_id = this_organization());
