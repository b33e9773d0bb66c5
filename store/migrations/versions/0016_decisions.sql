-- What whoever decided over the API said to it.
alter table approvals add column comment text;
grant update (comment) on approvals to karani_app, karani_relay;
