-- What people say of what Karani did: a rating, what would have been right, a comment.
create table feedback (
  organization_id uuid not null,
  id uuid not null,
  about text not null,
  about_id uuid not null,
  person_id uuid not null,
  via text not null,
  rating smallint,
  correction jsonb,
  comment text,
  created_at timestamptz default now() not null,
  constraint pk_feedback primary key (organization_id, id),
  constraint ck_feedback_about check (about in ('message', 'run', 'ai_answer', 'entry')),
  constraint ck_feedback_rating check (rating between 1 and 5),
  constraint ck_feedback_says_something check (
    rating is not null or correction is not null or comment is not null
  ),
  constraint fk_feedback_event foreign key(organization_id, id) references events (organization_id, id)
);
create index ix_feedback_about_id on feedback (organization_id, about_id, id);

grant select, insert on feedback to karani_app;
grant select, update (correction, comment) on feedback to karani_relay;
alter table feedback enable row level security;
alter table feedback force row level security;
create policy relay on feedback to karani_relay using (true);
create policy app on feedback to karani_app using (organization_id = this_organization());
