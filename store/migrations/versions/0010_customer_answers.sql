-- When a customer last answered about a debt: one answer a day is put to the owner.
alter table customers add column disputed_at timestamptz;

-- A question may be put to a customer, who is no member of the shop.
alter table asks add column if not exists customer_id uuid;
alter table asks add constraint fk_asks_customer
  foreign key(organization_id, customer_id) references customers (organization_id, id);
