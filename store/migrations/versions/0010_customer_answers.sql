-- When a customer last answered about a debt: one answer a day is put to the owner.
alter table customers add column disputed_at timestamptz;

-- The customer a question is put to is one of the same shop.
alter table asks add constraint fk_asks_customer
  foreign key(organization_id, customer_id) references customers (organization_id, id);
