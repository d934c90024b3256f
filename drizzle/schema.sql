-- The schema that the migrations give, for reading: npm run migration writes it, nothing runs it.
-- What a row is and who writes it stands in drizzle/schema/; the texts of functions and views in drizzle/functions/ and drizzle/views/.

table event.action (
  id smallint not null generated always as identity,
  name text not null,
  family text not null,
  current_version smallint not null default 1,
  UNIQUE (name),
  PRIMARY KEY (id),
  CHECK (((name ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*\.[a-z][a-z0-9]*(-[a-z0-9]+)*$'::text) AND (octet_length(name) <= 100))),
  CHECK ((family = ANY (ARRAY['sign-in'::text, 'identity'::text, 'profile'::text, 'device'::text, 'consent'::text, 'family'::text, 'sanction'::text, 'lifecycle'::text])))
);
  CREATE TRIGGER mark_catalog AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON event.action FOR EACH STATEMENT EXECUTE FUNCTION event.mark_catalog();
  grant select to memberscope_web;
  grant select to memberscope_worker;

table event.action_version (
  action_id smallint not null,
  version smallint not null,
  external boolean not null default false,
  schema jsonb not null,
  sentence jsonb not null,
  upcast jsonb,
  declared text[] not null,
  required text[] not null,
  personal_names text[] not null,
  personal_kinds text[] not null,
  promoted text[] not null,
  is_flat boolean not null,
  fault jsonpath not null,
  PRIMARY KEY (action_id, version),
  FOREIGN KEY (action_id) REFERENCES event.action(id),
  CHECK ((jsonb_typeof(schema) = 'object'::text)),
  CHECK ((jsonb_typeof(sentence) = 'object'::text)),
  CHECK ((jsonb_typeof(upcast) = 'object'::text)),
  CHECK ((version > 0))
);
  CREATE TRIGGER mark_catalog AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON event.action_version FOR EACH STATEMENT EXECUTE FUNCTION event.mark_catalog();
  grant select to memberscope_web;
  grant select to memberscope_worker;

table event.attempt (
  event_id uuid not null,
  member_id text collate "C" not null,
  layer smallint not null,
  at timestamp with time zone not null default clock_timestamp(),
  cause text not null,
  target text not null,
  sns_message_id text,
  error text,
  PRIMARY KEY (event_id, layer, at),
  CHECK ((cause = ANY (ARRAY['relay'::text, 'detector'::text])))
) partition by RANGE (event_id);
  grant select to memberscope_web;
  grant insert, select to memberscope_worker;

table event.catalog_mark (
  only_one boolean not null default true,
  mark uuid not null default gen_random_uuid(),
  PRIMARY KEY (only_one),
  CHECK (only_one)
);
  grant select to memberscope_web;
  grant select to memberscope_worker;

table event.count_progress (
  only_one boolean not null default true,
  counted_before timestamp with time zone,
  closing_hour timestamp with time zone,
  closing_by xid8,
  counted_as_of pg_snapshot,
  PRIMARY KEY (only_one),
  CHECK (only_one)
);
  grant select to memberscope_web;
  grant select to memberscope_worker;

table event.day_count (
  day date not null,
  action_id smallint not null,
  n bigint not null,
  PRIMARY KEY (day, action_id),
  CHECK ((n > 0))
);
  grant select to memberscope_web;
  grant select to memberscope_worker;

table event.erased_member (
  member_id text collate "C" not null,
  erased_at timestamp with time zone not null default clock_timestamp(),
  request_id uuid not null,
  tombstone_id uuid not null,
  extent jsonb,
  PRIMARY KEY (member_id),
  CHECK (((octet_length(member_id) >= 1) AND (octet_length(member_id) <= 64)))
);
  grant select to memberscope_web;
  grant select to memberscope_worker;

table event.erasure (
  id uuid not null default uuidv7(),
  member_id text collate "C" not null,
  reason text not null,
  case_number text not null,
  requested_at timestamp with time zone not null default clock_timestamp(),
  requested_by uuid not null,
  closed_at timestamp with time zone,
  closed_by uuid,
  outcome text,
  PRIMARY KEY (id),
  FOREIGN KEY (closed_by) REFERENCES staff.account(id),
  FOREIGN KEY (requested_by) REFERENCES staff.account(id),
  CHECK (((octet_length(member_id) >= 1) AND (octet_length(member_id) <= 64))),
  CHECK ((outcome = ANY (ARRAY['erased'::text, 'withdrawn'::text])))
);
  CREATE UNIQUE INDEX erasure_open ON event.erasure USING btree (member_id) WHERE (closed_at IS NULL);
  grant select to memberscope_web;

table event.failing_message (
  queue_name text not null,
  message_id text not null,
  event_id uuid,
  member_id text collate "C",
  error text not null,
  tries smallint not null,
  first_failed_at timestamp with time zone not null default clock_timestamp(),
  last_failed_at timestamp with time zone not null default clock_timestamp(),
  next_at timestamp with time zone,
  PRIMARY KEY (queue_name, message_id),
  CHECK ((octet_length(error) <= 2000)),
  CHECK ((tries > 0))
);
  grant select to memberscope_web;
  grant delete, insert, select, update to memberscope_worker;

table event.handled_minute (
  queue_name text not null,
  minute timestamp with time zone not null,
  handled integer not null,
  failed integer not null,
  PRIMARY KEY (queue_name, minute)
);
  grant select to memberscope_web;
  grant delete, insert, select, update to memberscope_worker;

table event.hash_key (
  key_id smallint not null,
  key bytea not null,
  active boolean not null,
  PRIMARY KEY (key_id)
);
  CREATE UNIQUE INDEX hash_key_one_active ON event.hash_key USING btree (active) WHERE active;

table event.hour_count (
  hour timestamp with time zone not null,
  action_id smallint not null,
  n bigint not null,
  PRIMARY KEY (hour, action_id),
  CHECK ((n > 0))
);
  grant select to memberscope_web;
  grant select to memberscope_worker;

table event.import_mapping (
  name text collate "C" not null,
  mapping jsonb not null,
  kept_by uuid not null,
  kept_at timestamp with time zone not null default clock_timestamp(),
  PRIMARY KEY (name),
  FOREIGN KEY (kept_by) REFERENCES staff.account(id),
  CHECK ((name ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text))
);
  grant insert, select, update to memberscope_web;

table event.inbox (
  handler text not null,
  event_id uuid not null,
  member_id text collate "C" not null,
  delivery text not null,
  handled_at timestamp with time zone not null default clock_timestamp(),
  outcome text not null,
  PRIMARY KEY (event_id, handler, delivery)
);
  CREATE INDEX inbox_job ON event.inbox USING btree (delivery, event_id) WHERE (delivery <> 'live'::text);
  grant select to memberscope_web;
  grant insert, select to memberscope_worker;

table event.layer_control (
  layer smallint not null,
  unpublished_after interval not null default '00:05:00'::interval,
  stopped_at timestamp with time zone,
  stopped_by text,
  stop_reason text,
  stop_scope text,
  PRIMARY KEY (layer),
  CHECK (((stop_scope IS NULL) = (stopped_at IS NULL))),
  CHECK ((layer = ANY (ARRAY[1, 2]))),
  CHECK ((stop_scope = ANY (ARRAY['jobs'::text, 'everything'::text])))
);
  grant select to memberscope_web;
  grant select to memberscope_worker;
  grant update (stopped_at, stopped_by, stop_reason, stop_scope) to memberscope_web;
  grant update (unpublished_after) to memberscope_worker;

table event.left_out (
  event_id uuid not null,
  member_id text collate "C" not null,
  name text not null,
  why text not null,
  PRIMARY KEY (event_id, name),
  CHECK ((why = ANY (ARRAY['number'::text, 'empty'::text, 'quote'::text, 'control'::text, 'noncharacter'::text, 'no-change'::text])))
);
  grant select to memberscope_web;

table event.legal_hold (
  id uuid not null default uuidv7(),
  member_id text collate "C" not null,
  reason text not null,
  case_number text not null,
  placed_at timestamp with time zone not null default clock_timestamp(),
  placed_by uuid not null,
  lifted_at timestamp with time zone,
  lifted_by uuid,
  PRIMARY KEY (id),
  FOREIGN KEY (lifted_by) REFERENCES staff.account(id),
  FOREIGN KEY (placed_by) REFERENCES staff.account(id),
  CHECK (((octet_length(member_id) >= 1) AND (octet_length(member_id) <= 64)))
);
  CREATE UNIQUE INDEX legal_hold_open ON event.legal_hold USING btree (member_id) WHERE (lifted_at IS NULL);
  grant select to memberscope_web;

table event.letter_act (
  id uuid not null default uuidv7(),
  idempotency_key uuid not null,
  subscriber_id text not null,
  queue_name text not null,
  act text not null,
  selection jsonb not null,
  rate smallint not null,
  reason text not null,
  requested_by uuid not null,
  requested_login text not null,
  requested_at timestamp with time zone not null default clock_timestamp(),
  state text not null default 'waiting'::text,
  started_at timestamp with time zone,
  wanted integer,
  awaited integer not null default 0,
  error text,
  next_at timestamp with time zone not null default clock_timestamp(),
  lease_until timestamp with time zone,
  fence bigint not null default 0,
  finished_at timestamp with time zone,
  UNIQUE (requested_by, idempotency_key),
  PRIMARY KEY (id),
  CHECK (((octet_length(reason) >= 1) AND (octet_length(reason) <= 2000))),
  CHECK (((rate >= 1) AND (rate <= 500))),
  CHECK ((act = ANY (ARRAY['redrive'::text, 'discard'::text]))),
  CHECK ((jsonb_typeof(selection) = 'object'::text)),
  CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text])))
);
  CREATE INDEX letter_act_open ON event.letter_act USING btree (next_at) WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text]));
  CREATE INDEX letter_act_queue ON event.letter_act USING btree (queue_name, id);
  grant insert, select to memberscope_web;
  grant select to memberscope_worker;
  grant update (state, started_at, wanted, awaited, error, next_at, lease_until, fence, finished_at) to memberscope_worker;

table event.letter_item (
  act_id uuid not null,
  message_id text not null,
  event_id uuid,
  member_id text collate "C",
  at timestamp with time zone not null default clock_timestamp(),
  removed_at timestamp with time zone,
  PRIMARY KEY (act_id, message_id),
  FOREIGN KEY (act_id) REFERENCES event.letter_act(id)
);
  grant select to memberscope_web;
  grant insert, select to memberscope_worker;
  grant update (removed_at) to memberscope_worker;

table event.loosening (
  id bigint not null generated always as identity,
  name text not null,
  agreed_by uuid not null,
  reason text not null,
  agreed_at timestamp with time zone not null default clock_timestamp(),
  PRIMARY KEY (id),
  CHECK (((octet_length(reason) >= 1) AND (octet_length(reason) <= 2000)))
);
  grant select to memberscope_web;
  grant insert (name, agreed_by, reason) to memberscope_web;

table event.member_event (
  id uuid not null,
  member_id text collate "C" not null,
  stored_by xid8 not null default pg_current_xact_id(),
  stored_at timestamp with time zone not null default clock_timestamp(),
  correlation_id uuid,
  causation_id uuid,
  action_id smallint not null,
  version smallint not null default 1,
  origin smallint not null default 0,
  occurred_at timestamp with time zone generated always as uuid_extract_timestamp(id) virtual,
  device_id text,
  ip text,
  attributes jsonb not null default '{}'::jsonb,
  context jsonb not null default '{}'::jsonb,
  message_attributes jsonb not null default '{}'::jsonb,
  PRIMARY KEY (id, member_id)
) partition by RANGE (id);
  CREATE INDEX member_event_action ON event.member_event USING btree (action_id, id);
  CREATE INDEX member_event_attrs ON event.member_event USING gin (attributes jsonb_path_ops);
  CREATE INDEX member_event_cause ON event.member_event USING btree (causation_id, id) WHERE (causation_id IS NOT NULL);
  CREATE INDEX member_event_device ON event.member_event USING btree (device_id, id) INCLUDE (member_id) WHERE (device_id IS NOT NULL);
  CREATE INDEX member_event_ip ON event.member_event USING btree (ip, id) INCLUDE (member_id) WHERE (ip IS NOT NULL);
  CREATE INDEX member_event_member ON event.member_event USING btree (member_id, id) INCLUDE (action_id);
  CREATE INDEX member_event_span ON event.member_event USING brin (id) WITH (pages_per_range='32', autosummarize='on');
  CREATE INDEX member_event_story ON event.member_event USING btree (correlation_id, id) WHERE (correlation_id <> id);
  grant select to memberscope_web;
  grant select to memberscope_worker;

table event.outage (
  part text not null,
  since timestamp with time zone not null default clock_timestamp(),
  seen_at timestamp with time zone not null default clock_timestamp(),
  error text not null,
  PRIMARY KEY (part),
  CHECK ((octet_length(error) <= 2000)),
  CHECK ((octet_length(part) <= 200))
);
  grant select to memberscope_web;
  grant delete, insert, select to memberscope_worker;
  grant update (seen_at, error) to memberscope_worker;

table event.partition_range (
  from_day date not null,
  to_day date not null,
  PRIMARY KEY (from_day),
  CHECK ((to_day > from_day))
);
  grant select to memberscope_web;
  grant select to memberscope_worker;

table event.pending (
  event_id uuid not null,
  member_id text collate "C" not null,
  layer smallint not null,
  stored_at timestamp with time zone not null,
  next_at timestamp with time zone not null,
  attempts smallint not null default 0,
  last_error text,
  parked_at timestamp with time zone,
  PRIMARY KEY (event_id, layer)
) with (fillfactor=70, autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=5000, autovacuum_vacuum_cost_delay=0);
  grant select to memberscope_web;
  grant delete, select to memberscope_worker;
  grant update (next_at, attempts, last_error, parked_at) to memberscope_worker;

table event.personal_value (
  event_id uuid not null,
  name text not null,
  side character(1) not null,
  member_id text collate "C" not null,
  kind text not null,
  value text not null,
  hash bytea not null,
  PRIMARY KEY (member_id, event_id, name, side),
  CHECK ((kind = ANY (ARRAY['phone'::text, 'email'::text, 'name'::text, 'address'::text]))),
  CHECK ((side = ANY (ARRAY['f'::bpchar, 't'::bpchar])))
);
  CREATE INDEX personal_value_hash ON event.personal_value USING btree (kind, hash, event_id) INCLUDE (member_id);

table event.publication (
  event_id uuid not null,
  member_id text collate "C" not null,
  layer smallint not null,
  published_at timestamp with time zone not null default clock_timestamp(),
  PRIMARY KEY (event_id, layer, member_id),
  CHECK ((layer = ANY (ARRAY[1, 2])))
) partition by RANGE (event_id);
  grant select to memberscope_web;
  grant insert, select to memberscope_worker;

table event.queue_measure (
  queue_name text not null,
  measured_at timestamp with time zone not null default clock_timestamp(),
  waiting integer not null,
  in_flight integer not null,
  dead_letters integer not null,
  filled_since timestamp with time zone,
  handled bigint not null default 0,
  still_since timestamp with time zone,
  PRIMARY KEY (queue_name)
);
  grant select to memberscope_web;
  grant delete, insert, select, update to memberscope_worker;

table event.recount (
  hour timestamp with time zone not null
);
  grant select to memberscope_web;
  grant select to memberscope_worker;

table event.service_token (
  id uuid not null default uuidv7(),
  token_hash bytea not null,
  subscriber_id text not null,
  scope text[] not null,
  created_by text not null default 'installation'::text,
  created_at timestamp with time zone not null default clock_timestamp(),
  revoked_at timestamp with time zone,
  created_by_id uuid,
  reason text,
  ends_at timestamp with time zone not null,
  needs_second boolean not null default false,
  approved_by text,
  approved_by_id uuid,
  approved_at timestamp with time zone,
  last_used_at timestamp with time zone,
  UNIQUE (id),
  PRIMARY KEY (token_hash),
  FOREIGN KEY (approved_by_id) REFERENCES staff.account(id),
  FOREIGN KEY (created_by_id) REFERENCES staff.account(id),
  FOREIGN KEY (subscriber_id) REFERENCES event.subscriber(id),
  CHECK (((octet_length(reason) >= 1) AND (octet_length(reason) <= 2000))),
  CHECK ((approved_by_id <> created_by_id))
);
  grant select (id, subscriber_id, scope, created_by, created_at, revoked_at, reason, ends_at, needs_second, approved_by, approved_at, last_used_at) to memberscope_web;

table event.shared_ranking (
  days smallint not null,
  counted_at timestamp with time zone,
  PRIMARY KEY (days)
);
  grant select to memberscope_web;

table event.shared_value (
  kind text not null,
  days smallint not null,
  value text not null,
  members integer not null,
  members_before integer not null,
  suspended integer not null,
  first_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  PRIMARY KEY (kind, days, value),
  CHECK ((kind = ANY (ARRAY['device'::text, 'ip'::text])))
);
  grant select to memberscope_web;

table event.sighting (
  kind text not null,
  value text not null,
  member_id text not null,
  events integer not null,
  first_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  PRIMARY KEY (kind, value, member_id),
  CHECK ((kind = ANY (ARRAY['device'::text, 'ip'::text])))
);
  CREATE INDEX sighting_member ON event.sighting USING btree (member_id, last_at);
  grant select to memberscope_web;

table event.source_event (
  source text not null,
  source_event_id text not null,
  event_id uuid not null,
  member_id text collate "C" not null,
  content_hash bytea,
  PRIMARY KEY (source, source_event_id)
);
  CREATE INDEX source_event_event ON event.source_event USING btree (event_id);
  grant select (source, event_id) to memberscope_web;
  grant select (source, event_id) to memberscope_worker;

table event.subscriber (
  id text not null,
  layer smallint not null,
  owner_domain text not null,
  placement text not null,
  description jsonb not null,
  queue_name text not null,
  policy jsonb not null,
  policy_scope text not null default 'MessageAttributes'::text,
  policy_by text not null default 'installation'::text,
  replay_rule text not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  UNIQUE (queue_name),
  PRIMARY KEY (id),
  CHECK (((id ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$'::text) AND (octet_length(id) <= 60) AND (id <> 'all'::text))),
  CHECK ((jsonb_typeof(description) = 'object'::text)),
  CHECK ((jsonb_typeof(policy) = 'object'::text)),
  CHECK ((layer = ANY (ARRAY[1, 2]))),
  CHECK ((placement = ANY (ARRAY['internal'::text, 'external'::text, 'integration'::text]))),
  CHECK ((policy_scope = ANY (ARRAY['MessageAttributes'::text, 'MessageBody'::text]))),
  CHECK ((replay_rule = ANY (ARRAY['again'::text, 'skip'::text, 'if-recent'::text, 'unknown'::text])))
);
  CREATE TRIGGER keep_policy AFTER INSERT OR UPDATE ON event.subscriber FOR EACH ROW EXECUTE FUNCTION event.keep_subscriber_policy();
  grant insert, select to memberscope_web;
  grant select to memberscope_worker;
  grant update (policy, policy_scope, policy_by) to memberscope_web;

table event.subscriber_policy (
  id bigint not null generated always as identity,
  subscriber_id text not null,
  act text not null,
  policy jsonb not null,
  policy_scope text not null,
  changed_by text not null,
  changed_at timestamp with time zone not null default clock_timestamp(),
  PRIMARY KEY (id),
  FOREIGN KEY (subscriber_id) REFERENCES event.subscriber(id),
  CHECK ((act = ANY (ARRAY['registered'::text, 'applied'::text]))),
  CHECK ((policy_scope = ANY (ARRAY['MessageAttributes'::text, 'MessageBody'::text])))
);
  CREATE INDEX subscriber_policy_subscriber_id_id_idx ON event.subscriber_policy USING btree (subscriber_id, id DESC);
  grant insert, select to memberscope_web;

table republish.approval (
  id uuid not null default uuidv7(),
  job_id uuid not null,
  approved_by uuid not null,
  approved_at timestamp with time zone not null default clock_timestamp(),
  kind text not null,
  reason text,
  voided_at timestamp with time zone,
  reviewed_by uuid,
  reviewed_at timestamp with time zone,
  review_note text,
  PRIMARY KEY (id),
  FOREIGN KEY (approved_by) REFERENCES staff.account(id),
  FOREIGN KEY (job_id) REFERENCES republish.job(id),
  FOREIGN KEY (reviewed_by) REFERENCES staff.account(id),
  CHECK (((kind = 'second person'::text) OR (reason IS NOT NULL))),
  CHECK ((kind = ANY (ARRAY['second person'::text, 'break-glass'::text])))
);
  CREATE INDEX approval_job ON republish.approval USING btree (job_id);
  grant insert, select to memberscope_web;
  grant select to memberscope_worker;
  grant update (voided_at, reviewed_by, reviewed_at, review_note) to memberscope_web;

table republish.held_answer (
  id uuid not null default uuidv7(),
  host_id uuid not null,
  asked_by uuid not null,
  subscriber text not null,
  layer smallint not null,
  period_from timestamp with time zone not null,
  period_to timestamp with time zone not null,
  asked_at timestamp with time zone not null default clock_timestamp(),
  asking_until timestamp with time zone,
  state text not null default 'asked'::text,
  fault text,
  detail text,
  event_ids uuid[],
  answered_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (asked_by) REFERENCES staff.account(id),
  FOREIGN KEY (host_id) REFERENCES staff.registered_host(id),
  CHECK (((octet_length(subscriber) >= 1) AND (octet_length(subscriber) <= 60))),
  CHECK (((state = 'answered'::text) = (event_ids IS NOT NULL))),
  CHECK (((state = 'failed'::text) = (fault IS NOT NULL))),
  CHECK ((fault = ANY (ARRAY['not-https'::text, 'private'::text, 'unreachable'::text, 'status'::text, 'late'::text, 'too-large'::text, 'not-understood'::text, 'too-many'::text, 'revoked'::text]))),
  CHECK ((layer = ANY (ARRAY[1, 2]))),
  CHECK ((period_from < period_to)),
  CHECK ((state = ANY (ARRAY['asked'::text, 'answered'::text, 'failed'::text])))
);
  CREATE INDEX held_answer_asked ON republish.held_answer USING btree (id) WHERE (state = 'asked'::text);
  grant delete, select to memberscope_web;
  grant select to memberscope_worker;
  grant insert (host_id, asked_by, subscriber, layer, period_from, period_to) to memberscope_web;
  grant update (asking_until, state, fault, detail, event_ids, answered_at) to memberscope_worker;

table republish.item (
  job_id uuid not null,
  event_id uuid not null,
  member_id text collate "C" not null,
  state text not null default 'waiting'::text,
  attempts smallint not null default 0,
  sns_message_id text,
  sent_at timestamp with time zone,
  confirmed_at timestamp with time zone,
  error text,
  skipped_because text,
  PRIMARY KEY (job_id, event_id),
  CHECK (((state = 'skipped'::text) = (skipped_because IS NOT NULL))),
  CHECK ((skipped_because = ANY (ARRAY['imported'::text, 'not external'::text, 'gone'::text, 'held'::text, 'erased'::text]))),
  CHECK ((state = ANY (ARRAY['waiting'::text, 'sending'::text, 'sent'::text, 'confirmed'::text, 'skipped'::text, 'failed'::text, 'unknown'::text])))
);
  CREATE INDEX item_event ON republish.item USING btree (event_id);
  CREATE INDEX item_faulty ON republish.item USING btree (job_id, event_id) WHERE (state = ANY (ARRAY['failed'::text, 'unknown'::text, 'skipped'::text]));
  CREATE INDEX item_open ON republish.item USING btree (job_id, event_id) WHERE (state = ANY (ARRAY['waiting'::text, 'sending'::text]));
  CREATE TRIGGER item_inserted AFTER INSERT ON republish.item REFERENCING NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION republish.count_items();
  CREATE TRIGGER item_updated AFTER UPDATE ON republish.item REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION republish.count_items();
  grant insert, select to memberscope_web;
  grant insert, select, update to memberscope_worker;

table republish.item_count (
  job_id uuid not null,
  state text not null,
  slot smallint not null,
  n bigint not null,
  PRIMARY KEY (job_id, state, slot)
);
  grant select to memberscope_web;
  grant select to memberscope_worker;

table republish.job (
  id uuid not null default uuidv7(),
  idempotency_key uuid not null,
  requested_by uuid not null,
  requested_at timestamp with time zone not null default clock_timestamp(),
  layer smallint not null,
  target text not null,
  reason text not null,
  ticket text,
  selection jsonb not null,
  order_digest text not null,
  as_of timestamp with time zone not null default clock_timestamp(),
  bound pg_snapshot not null default pg_current_snapshot(),
  planned bigint,
  checksum text,
  receivers smallint not null default 1,
  frozen bigint not null default 0,
  frozen_to uuid,
  frozen_checksum text,
  frozen_at timestamp with time zone,
  rate integer not null,
  send_order text not null,
  first_lot integer,
  first_lot_passed_at timestamp with time zone,
  start_at timestamp with time zone,
  state text not null,
  is_large boolean not null default false,
  paused_because text,
  trouble text,
  next_at timestamp with time zone not null default clock_timestamp(),
  troubles smallint not null default 0,
  slowed_to integer,
  slowed_because text,
  lease_until timestamp with time zone,
  fence bigint not null default 0,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  repeats uuid,
  foretold jsonb,
  late_events bigint not null default 0,
  UNIQUE (requested_by, idempotency_key),
  PRIMARY KEY (id),
  FOREIGN KEY (repeats) REFERENCES republish.job(id),
  FOREIGN KEY (requested_by) REFERENCES staff.account(id),
  CHECK (((octet_length(reason) >= 1) AND (octet_length(reason) <= 2000))),
  CHECK (((octet_length(target) >= 1) AND (octet_length(target) <= 60))),
  CHECK (((octet_length(ticket) >= 1) AND (octet_length(ticket) <= 100))),
  CHECK (((rate >= 1) AND (rate <= 10000))),
  CHECK ((first_lot > 0)),
  CHECK ((jsonb_typeof(selection) = 'object'::text)),
  CHECK ((late_events >= 0)),
  CHECK ((layer = ANY (ARRAY[1, 2]))),
  CHECK ((paused_because = ANY (ARRAY['staff'::text, 'first lot'::text]))),
  CHECK ((receivers >= 0)),
  CHECK ((send_order = ANY (ARRAY['member'::text, 'hold'::text, 'fastest'::text]))),
  CHECK ((slowed_because = ANY (ARRAY['live lag'::text, 'queue'::text, 'dead letters'::text]))),
  CHECK ((slowed_to > 0)),
  CHECK ((state = ANY (ARRAY['freezing'::text, 'approval'::text, 'waiting'::text, 'running'::text, 'paused'::text, 'done'::text, 'cancelled'::text, 'failed'::text])))
);
  CREATE INDEX job_open ON republish.job USING btree (id) WHERE (state = ANY (ARRAY['freezing'::text, 'approval'::text, 'waiting'::text, 'running'::text, 'paused'::text]));
  CREATE UNIQUE INDEX job_one_large_runs ON republish.job USING btree (layer, target) WHERE (is_large AND (state = 'running'::text));
  grant insert, select to memberscope_web;
  grant select, update to memberscope_worker;
  grant update (selection, frozen, frozen_checksum, frozen_at, rate, first_lot_passed_at, state, is_large, paused_because, trouble, next_at, slowed_to, slowed_because, lease_until, finished_at, late_events) to memberscope_web;

table republish.limit_change (
  id uuid not null default uuidv7(),
  deliveries bigint not null,
  reason text not null,
  proposed_by uuid not null,
  proposed_at timestamp with time zone not null default clock_timestamp(),
  confirmed_by uuid,
  confirmed_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (confirmed_by) REFERENCES staff.account(id),
  FOREIGN KEY (proposed_by) REFERENCES staff.account(id),
  CHECK ((confirmed_by <> proposed_by)),
  CHECK ((deliveries >= 0))
);
  CREATE TRIGGER keep_limit_change BEFORE UPDATE OF confirmed_at ON republish.limit_change FOR EACH ROW WHEN (((old.confirmed_at IS NULL) AND (new.confirmed_at IS NOT NULL))) EXECUTE FUNCTION republish.keep_limit_change();
  grant insert, select to memberscope_web;
  grant select to memberscope_worker;
  grant update (confirmed_by, confirmed_at) to memberscope_web;

table republish.plan (
  digest text not null,
  made_by uuid not null,
  made_at timestamp with time zone not null default clock_timestamp(),
  foretold jsonb not null,
  counting jsonb,
  PRIMARY KEY (digest),
  FOREIGN KEY (made_by) REFERENCES staff.account(id),
  CHECK ((jsonb_typeof(counting) = 'object'::text)),
  CHECK ((jsonb_typeof(foretold) = 'object'::text))
);
  CREATE INDEX plan_made_by ON republish.plan USING btree (made_by, made_at);
  grant delete, insert, select to memberscope_web;
  grant update (counting) to memberscope_web;

table republish.rate_bucket (
  layer smallint not null,
  target text not null,
  free_at timestamp with time zone not null,
  PRIMARY KEY (layer, target),
  CHECK ((layer = ANY (ARRAY[1, 2])))
);
  grant select to memberscope_web;
  grant insert, select, update to memberscope_worker;

table staff.access_record (
  id uuid not null default uuidv7(),
  at timestamp with time zone not null default clock_timestamp(),
  account_id uuid,
  login text not null,
  role text,
  ip text,
  act text not null,
  member_ids text[] not null default '{}'::text[],
  what jsonb not null default '{}'::jsonb,
  result text not null,
  reason text,
  view_key text,
  PRIMARY KEY (id),
  CHECK ((jsonb_typeof(what) = 'object'::text)),
  CHECK ((result = ANY (ARRAY['shown'::text, 'not found'::text, 'refused'::text, 'done'::text, 'failed'::text])))
);
  CREATE INDEX access_record_account ON staff.access_record USING btree (account_id, at);
  CREATE INDEX access_record_login ON staff.access_record USING btree (login, id);
  CREATE INDEX access_record_member ON staff.access_record USING gin (member_ids);
  CREATE INDEX access_record_review ON staff.access_record USING btree (id) WHERE (act = 'access-review.sign'::text);
  CREATE INDEX access_record_view ON staff.access_record USING btree (account_id, view_key, at) WHERE (view_key IS NOT NULL);
  CREATE TRIGGER wait_for_seal AFTER INSERT ON staff.access_record REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION staff.wait_for_seal();
  grant select to memberscope_web;
  grant select to memberscope_worker;

table staff.access_token (
  token_hash bytea not null,
  account_id uuid not null,
  name text not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  id uuid not null default uuidv7(),
  scope text[],
  last_used_at timestamp with time zone,
  created_by text not null default 'installation'::text,
  UNIQUE (id),
  PRIMARY KEY (token_hash),
  FOREIGN KEY (account_id) REFERENCES staff.account(id)
);

table staff.account (
  id uuid not null default uuidv7(),
  login text not null,
  name text not null,
  role text not null,
  password_hash text,
  disabled_at timestamp with time zone,
  created_at timestamp with time zone not null default clock_timestamp(),
  must_change_password boolean not null default false,
  issuer text,
  subject text,
  UNIQUE (issuer, subject),
  UNIQUE (login),
  PRIMARY KEY (id),
  CHECK (((issuer IS NULL) = (subject IS NULL))),
  CHECK (((octet_length(login) >= 1) AND (octet_length(login) <= 100))),
  CHECK (((octet_length(subject) >= 1) AND (octet_length(subject) <= 255))),
  CHECK (((password_hash IS NULL) = (issuer IS NOT NULL))),
  CHECK ((role = ANY (ARRAY['agent'::text, 'analyst'::text, 'admin'::text, 'auditor'::text])))
);
  grant select (id, login, name, role, disabled_at, created_at) to memberscope_web;
  grant select (id, role, disabled_at) to memberscope_worker;

table staff.chain_check (
  id uuid not null default uuidv7(),
  at timestamp with time zone not null default clock_timestamp(),
  checked_by text not null,
  records bigint not null,
  anchored bigint,
  fault jsonb,
  PRIMARY KEY (id),
  CHECK ((jsonb_typeof(fault) = 'object'::text))
);
  grant insert, select to memberscope_web;
  grant insert, select to memberscope_worker;

table staff.file_part (
  file_id uuid not null,
  n integer not null,
  sealed bytea not null,
  member_ids text[] collate "C" not null,
  PRIMARY KEY (file_id, n),
  FOREIGN KEY (file_id) REFERENCES staff.prepared_file(id)
);
  grant delete, insert to memberscope_worker;
  grant select (file_id, n) to memberscope_worker;

table staff.kept_search (
  account_id uuid not null,
  key text not null,
  conditions jsonb not null,
  kept_at timestamp with time zone not null default clock_timestamp(),
  policy jsonb,
  PRIMARY KEY (account_id, key),
  FOREIGN KEY (account_id) REFERENCES staff.account(id),
  CHECK ((jsonb_typeof(conditions) = 'array'::text)),
  CHECK ((octet_length(key) = 22))
);
  grant insert, select to memberscope_web;

table staff.known_browser (
  token_hash bytea not null,
  account_id uuid not null,
  seen_at timestamp with time zone not null default clock_timestamp(),
  PRIMARY KEY (token_hash, account_id),
  FOREIGN KEY (account_id) REFERENCES staff.account(id),
  CHECK ((octet_length(token_hash) = 32))
);

table staff.look_up_count (
  account_id uuid not null,
  since timestamp with time zone not null default clock_timestamp(),
  looks integer not null,
  misses integer not null,
  PRIMARY KEY (account_id),
  FOREIGN KEY (account_id) REFERENCES staff.account(id)
);

table staff.prepared_file (
  id uuid not null default uuidv7(),
  kind text not null,
  what jsonb not null,
  member_id text collate "C",
  reason text not null,
  case_number text,
  asked_at timestamp with time zone not null default clock_timestamp(),
  asked_by uuid not null,
  asked_login text not null,
  approved_at timestamp with time zone,
  approved_by uuid,
  approved_login text,
  closed_at timestamp with time zone,
  closed_by uuid,
  closed_login text,
  state text not null default 'asked'::text,
  fence integer not null default 0,
  lease_until timestamp with time zone,
  salt bytea,
  key_check bytea,
  parts integer,
  row_count bigint,
  byte_count bigint,
  sha256 text,
  made_at timestamp with time zone,
  ends_at timestamp with time zone,
  taken_at timestamp with time zone,
  fault text,
  PRIMARY KEY (id),
  FOREIGN KEY (approved_by) REFERENCES staff.account(id),
  FOREIGN KEY (asked_by) REFERENCES staff.account(id),
  FOREIGN KEY (closed_by) REFERENCES staff.account(id),
  CHECK (((octet_length(case_number) >= 1) AND (octet_length(case_number) <= 200))),
  CHECK (((octet_length(member_id) >= 1) AND (octet_length(member_id) <= 64))),
  CHECK (((octet_length(reason) >= 1) AND (octet_length(reason) <= 4000))),
  CHECK (((state <> ALL (ARRAY['ready'::text, 'taken'::text])) OR ((salt IS NOT NULL) AND (parts IS NOT NULL) AND (ends_at IS NOT NULL)))),
  CHECK (((state = ANY (ARRAY['asked'::text, 'declined'::text, 'withdrawn'::text, 'expired'::text])) OR ((approved_by IS NOT NULL) AND (approved_by <> asked_by)))),
  CHECK ((fault = ANY (ARRAY['no-key'::text, 'refused'::text, 'too-large'::text, 'broken'::text]))),
  CHECK ((kind = ANY (ARRAY['events'::text, 'disclosure'::text]))),
  CHECK ((state = ANY (ARRAY['asked'::text, 'waiting'::text, 'making'::text, 'ready'::text, 'taken'::text, 'declined'::text, 'withdrawn'::text, 'expired'::text, 'failed'::text])))
);
  CREATE INDEX prepared_file_asked_by ON staff.prepared_file USING btree (asked_by, asked_at);
  grant select to memberscope_web;
  grant select to memberscope_worker;
  grant update (state, fence, lease_until, salt, key_check, parts, row_count, byte_count, sha256, made_at, ends_at, fault) to memberscope_worker;

table staff.registered_host (
  id uuid not null default uuidv7(),
  purpose text not null,
  url text not null,
  secret text not null,
  registered_by uuid not null,
  registered_at timestamp with time zone not null default clock_timestamp(),
  revoked_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (registered_by) REFERENCES staff.account(id),
  CHECK ((purpose = ANY (ARRAY['watch'::text, 'held-events'::text]))),
  CHECK ((url ~ '^https://[a-z0-9.-]+(:[0-9]{1,5})?(/[^[:space:]]*)?$'::text))
);
  grant insert to memberscope_web;
  grant select to memberscope_worker;
  grant select (id, purpose, url, registered_by, registered_at, revoked_at) to memberscope_web;
  grant update (revoked_at) to memberscope_web;

table staff.reveal (
  id uuid not null default uuidv7(),
  at timestamp with time zone not null default clock_timestamp(),
  ends_at timestamp with time zone not null,
  account_id uuid not null,
  member_id text collate "C" not null,
  field text not null,
  reason_code text not null,
  case_number text not null,
  record_id uuid not null,
  PRIMARY KEY (id),
  FOREIGN KEY (account_id) REFERENCES staff.account(id),
  CHECK (((octet_length(member_id) >= 1) AND (octet_length(member_id) <= 64))),
  CHECK ((field = ANY (ARRAY['name'::text, 'phone'::text, 'email'::text, 'address'::text]))),
  CHECK ((reason_code = ANY (ARRAY['identity-check'::text, 'contact-member'::text, 'correct-data'::text, 'suspected-abuse'::text, 'legal-request'::text])))
);
  CREATE INDEX reveal_account ON staff.reveal USING btree (account_id, at);
  grant select to memberscope_web;

table staff.saved_view (
  id uuid not null default uuidv7(),
  account_id uuid not null,
  name text not null,
  audience text not null,
  conditions jsonb not null,
  policy jsonb,
  changed_at timestamp with time zone not null default clock_timestamp(),
  sequence jsonb,
  UNIQUE (account_id, name),
  PRIMARY KEY (id),
  FOREIGN KEY (account_id) REFERENCES staff.account(id),
  CHECK (((length(name) >= 1) AND (length(name) <= 80))),
  CHECK ((audience = ANY (ARRAY['private'::text, 'team'::text]))),
  CHECK ((jsonb_typeof(conditions) = 'array'::text))
);
  grant delete, insert, select, update to memberscope_web;
  grant select to memberscope_worker;

table staff.saved_view_look (
  account_id uuid not null,
  view_id uuid not null,
  looked_at timestamp with time zone not null default clock_timestamp(),
  PRIMARY KEY (account_id, view_id),
  FOREIGN KEY (account_id) REFERENCES staff.account(id),
  FOREIGN KEY (view_id) REFERENCES staff.saved_view(id) ON DELETE CASCADE
);
  CREATE INDEX saved_view_look_view ON staff.saved_view_look USING btree (view_id);
  grant insert, select, update to memberscope_web;

table staff.seal (
  number bigint not null,
  sealed_at timestamp with time zone not null default clock_timestamp(),
  last_position bigint not null,
  head bytea not null,
  UNIQUE (last_position),
  PRIMARY KEY (number),
  CHECK ((number > 0)),
  CHECK ((octet_length(head) = 32))
);
  grant select to memberscope_web;
  grant select to memberscope_worker;

table staff.sealed_record (
  position bigint not null,
  record_id uuid not null,
  hash bytea not null,
  UNIQUE (record_id),
  PRIMARY KEY ("position"),
  CHECK (("position" > 0)),
  CHECK ((octet_length(hash) = 32))
);
  grant select to memberscope_web;
  grant select to memberscope_worker;

table staff.session (
  token_hash bytea not null,
  account_id uuid not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  last_seen_at timestamp with time zone not null default clock_timestamp(),
  ip text,
  user_agent text,
  ended_at timestamp with time zone,
  id uuid not null default uuidv7(),
  proved_at timestamp with time zone not null default clock_timestamp(),
  provider_sid text,
  UNIQUE (id),
  PRIMARY KEY (token_hash),
  FOREIGN KEY (account_id) REFERENCES staff.account(id)
);
  CREATE INDEX session_account ON staff.session USING btree (account_id) WHERE (ended_at IS NULL);

table staff.setting_change (
  id uuid not null default uuidv7(),
  at timestamp with time zone not null default clock_timestamp(),
  account_id uuid,
  login text not null,
  subject text not null,
  name text not null,
  what text not null,
  before text,
  after text,
  reason text,
  PRIMARY KEY (id),
  FOREIGN KEY (account_id) REFERENCES staff.account(id),
  CHECK (((octet_length(reason) >= 1) AND (octet_length(reason) <= 2000))),
  CHECK ((subject = ANY (ARRAY['account'::text, 'token'::text, 'threshold'::text])))
);
  grant select to memberscope_web;

table staff.sign_in_try (
  lane text not null,
  failures integer not null default 0,
  tried_at timestamp with time zone not null default clock_timestamp(),
  next_at timestamp with time zone not null default clock_timestamp(),
  PRIMARY KEY (lane),
  CHECK ((octet_length(lane) = 43))
);

table staff.threshold (
  name text not null,
  value integer not null,
  standard integer not null,
  lowest integer not null,
  highest integer not null,
  PRIMARY KEY (name),
  CHECK ((((value >= lowest) AND (value <= highest)) AND ((standard >= lowest) AND (standard <= highest))))
);
  grant select to memberscope_web;

table staff.unsealed (
  record_id uuid not null,
  PRIMARY KEY (record_id)
);
  grant select to memberscope_web;
  grant select to memberscope_worker;

table staff.watch (
  id uuid not null default uuidv7(),
  account_id uuid not null,
  view_id uuid not null,
  measure text not null,
  per text not null,
  more_than integer not null,
  window_s integer not null,
  audience text not null,
  host_id uuid,
  paused_at timestamp with time zone,
  made_at timestamp with time zone not null default clock_timestamp(),
  looked_at timestamp with time zone,
  looked_to timestamp with time zone not null,
  failing_since timestamp with time zone,
  failure text,
  PRIMARY KEY (id),
  FOREIGN KEY (account_id) REFERENCES staff.account(id),
  FOREIGN KEY (host_id) REFERENCES staff.registered_host(id),
  FOREIGN KEY (view_id) REFERENCES staff.saved_view(id) ON DELETE CASCADE,
  CHECK (((more_than >= 0) AND (more_than <= 10000))),
  CHECK (((window_s >= 60) AND (window_s <= 2592000))),
  CHECK ((audience = ANY (ARRAY['private'::text, 'team'::text]))),
  CHECK ((failure = ANY (ARRAY['owner'::text, 'view'::text, 'slow'::text, 'many'::text]))),
  CHECK ((measure = ANY (ARRAY['members'::text, 'matches'::text]))),
  CHECK ((per = ANY (ARRAY['all'::text, 'member'::text, 'device'::text, 'ip'::text])))
);
  CREATE INDEX watch_view ON staff.watch USING btree (view_id);
  grant delete, insert, select to memberscope_web;
  grant select to memberscope_worker;
  grant update (paused_at) to memberscope_web;
  grant update (looked_at, looked_to, failing_since, failure) to memberscope_worker;

table staff.watch_find (
  id uuid not null default uuidv7(),
  watch_id uuid not null,
  subject text not null,
  match uuid not null,
  at timestamp with time zone not null,
  found_at timestamp with time zone not null default clock_timestamp(),
  amount integer not null,
  member_ids text[] not null,
  event_ids uuid[] not null,
  seen_at timestamp with time zone,
  seen_by uuid,
  call_state text,
  call_tries integer not null default 0,
  call_next_at timestamp with time zone,
  call_error text,
  UNIQUE (watch_id, subject, match),
  PRIMARY KEY (id),
  FOREIGN KEY (seen_by) REFERENCES staff.account(id),
  FOREIGN KEY (watch_id) REFERENCES staff.watch(id) ON DELETE CASCADE,
  CHECK ((call_state = ANY (ARRAY['due'::text, 'done'::text, 'given-up'::text])))
);
  CREATE INDEX watch_find_due ON staff.watch_find USING btree (call_next_at) WHERE (call_state = 'due'::text);
  grant select to memberscope_web;
  grant insert, select to memberscope_worker;
  grant update (seen_at, seen_by) to memberscope_web;
  grant update (call_state, call_tries, call_next_at, call_error) to memberscope_worker;

view event.member_event_status (id uuid, member_id text, stored_by xid8, stored_at timestamp with time zone, correlation_id uuid, causation_id uuid, action_id smallint, version smallint, origin smallint, occurred_at timestamp with time zone, device_id text, ip text, attributes jsonb, context jsonb, message_attributes jsonb, action text, family text, published boolean, published_at timestamp with time zone, external_published_at timestamp with time zone, attempts smallint, next_at timestamp with time zone, last_error text, external_attempts smallint, external_next_at timestamp with time zone, external_last_error text, internal_status text, external_status text);
  grant select to memberscope_web;
  grant select to memberscope_worker;

view event.member_profile (member_id text, state text, joined_at timestamp with time zone, name text, phone text, email text, address text, details jsonb);

function event.address_key(address text) returns text language plpgsql immutable set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;
  grant execute to memberscope_worker;

function event.approve_service_token(acting bytea, token_id uuid, OUT outcome text, OUT subscriber_id text, OUT scope text[], OUT asked_by text) returns record language plpgsql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function event.ask_service_token(acting bytea, subscriber_id text, token_hash bytea, scope text[], reason text, days integer, OUT token_id uuid, OUT ends_at timestamp with time zone, OUT needs_second boolean) returns record language plpgsql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function event.attribute_rules(schema jsonb, OUT declared text[], OUT required text[], OUT personal_names text[], OUT personal_kinds text[], OUT promoted text[], OUT is_flat boolean, OUT fault jsonpath) returns record language sql immutable set search_path=pg_catalog, pg_temp;

function event.canonical_ip(written text) returns text language sql immutable;
  grant execute to memberscope_web;
  grant execute to memberscope_worker;

function event.catalog_faults(rows jsonb) returns TABLE(n integer, field text, rule text, way_out text) language plpgsql stable security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function event.check_message_attributes(own jsonb, final jsonb) returns void language plpgsql stable set search_path=pg_catalog, pg_temp;

function event.clear_values_of(member_id text) returns SETOF text language sql stable set search_path=pg_catalog, pg_temp;

function event.contact_events(kind text, hash text, max_rows integer) returns TABLE(event_id uuid, member_id text, masked text) language sql stable security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function event.contact_of(kind text, value text) returns TABLE(hash text, masked text) language sql stable security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function event.contacts_of(member_ids text[], max_each integer) returns TABLE(member_id text, kind text, hash text) language sql stable security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function event.content_hash(member_id text, action text, version smallint, attributes jsonb, context jsonb, occurred_at timestamp with time zone, correlation_id uuid, causation_id uuid, message_attributes jsonb) returns bytea language sql stable set search_path=pg_catalog, pg_temp;

function event.content_of(member_id text, action text, version smallint, attributes jsonb, context jsonb, occurred_at timestamp with time zone, correlation_id uuid, causation_id uuid, message_attributes jsonb) returns text language sql stable;

function event.count_hour(hour timestamp with time zone) returns void language sql set search_path=pg_catalog, pg_temp;

function event.count_hours(max_hours integer) returns integer language plpgsql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_worker;

function event.count_masked(name text) returns bigint language sql stable security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function event.disclosed_values(file_id uuid) returns TABLE(event_id uuid, name text, side text, value text) language sql stable security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_worker;

function event.erase_devices(member_id text) returns void language plpgsql set search_path=pg_catalog, pg_temp;

function event.erase_late_values() returns integer language plpgsql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_worker;

function event.erase_member(account_id uuid, request_id uuid, OUT outcome text, OUT member_id text, OUT tombstone_id uuid) returns record language plpgsql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function event.erases_devices() returns boolean language sql stable security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;
  grant execute to memberscope_worker;

function event.erasure_extent(member_id text, OUT clear_values integer, OUT kept_searches integer, OUT saved_views integer, OUT jobs integer, OUT device_events integer) returns record language sql stable security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function event.external_body(id uuid, member_id text, action text, version smallint, attributes jsonb) returns text language sql stable;
  grant execute to memberscope_web;
  grant execute to memberscope_worker;

function event.find_members(kind text, value text) returns SETOF text language sql stable security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function event.find_personal(kind text, value text, max_rows integer DEFAULT 1000) returns TABLE(event_id uuid, member_id text, name text, side character) language sql stable security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function event.forget_asked(value text, whole boolean) returns void language plpgsql set search_path=pg_catalog, pg_temp;

function event.forget_profile(member_id text) returns void language sql set search_path=pg_catalog, pg_temp;

function event.hash_of(input text) returns bytea language sql stable security definer set search_path=pg_catalog, pg_temp;

function event.holds_value(conditions jsonb, clear text, whole boolean) returns boolean language sql immutable set search_path=pg_catalog, pg_temp;

function event.id_at(t timestamp with time zone, member_id text) returns uuid language sql;

function event.id_floor(t timestamp with time zone) returns uuid language sql immutable;
  grant execute to memberscope_web;
  grant execute to memberscope_worker;

function event.id_now(member_id text) returns uuid language sql;

function event.import_events(source text, rows jsonb, OUT n integer, OUT event_id uuid, OUT is_new boolean, OUT field text, OUT rule text, OUT way_out text) returns SETOF record language plpgsql set search_path=pg_catalog, pg_temp set enable_seqscan=off;

function event.in_sendable_characters(body text) returns text language sql immutable;
  grant execute to memberscope_web;
  grant execute to memberscope_worker;

function event.internal_body(id uuid, member_id text, action text, version smallint, attributes jsonb, context jsonb, correlation_id uuid, causation_id uuid) returns text language sql stable;
  grant execute to memberscope_web;
  grant execute to memberscope_worker;

function event.is_left_to_sender(p_layer smallint) returns boolean language sql stable set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;
  grant execute to memberscope_worker;

function event.is_publisher_away() returns boolean language sql stable set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_worker;

function event.keep_masks(schema jsonb) returns void language plpgsql stable set search_path=pg_catalog, pg_temp;

function event.keep_subscriber_policy() returns trigger language plpgsql security definer set search_path=pg_catalog, pg_temp;

function event.know_erasure() returns void language plpgsql set search_path=pg_catalog, pg_temp;

function event.leave_to_sender(event_ids uuid[], p_layer smallint, may_be_sent boolean) returns void language sql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;
  grant execute to memberscope_worker;

function event.leaves(scope text, attributes jsonb, body text) returns jsonb language plpgsql immutable set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;
  grant execute to memberscope_worker;

function event.leaves_of_any(scope text, attributes jsonb, body text) returns jsonb language plpgsql immutable set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;
  grant execute to memberscope_worker;

function event.left_out_of(attributes jsonb, promoted text[]) returns TABLE(name text, why text) language sql immutable set search_path=pg_catalog, pg_temp;

function event.mark_catalog() returns trigger language plpgsql security definer set search_path=pg_catalog, pg_temp;

function event.mask(kind text, value text) returns text language sql immutable;
  grant execute to memberscope_web;
  grant execute to memberscope_worker;

function event.mask_free_text(given text, member_id text) returns text language plpgsql stable security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;
  grant execute to memberscope_worker;

function event.masked_profile(member_id text) returns TABLE(member_id text, state text, joined_at timestamp with time zone, name text, phone text, email text, address text, details jsonb) language sql stable security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function event.member_bits(member_id text) returns text language sql;

function event.member_details(token_hash bytea, member_id text, OUT subscriber_id text, OUT details jsonb) returns record language plpgsql stable security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function event.message_attributes_of(layer text, action text, attributes jsonb, promoted text[], own jsonb) returns jsonb language sql immutable;
  grant execute to memberscope_web;
  grant execute to memberscope_worker;

function event.newest_ids(column_name text, value text, below uuid, max_rows integer) returns SETOF uuid language plpgsql stable set search_path=pg_catalog, pg_temp set plan_cache_mode=force_generic_plan;
  grant execute to memberscope_web;
  grant execute to memberscope_worker;

function event.no_changes(attributes jsonb) returns text[] language sql immutable set search_path=pg_catalog, pg_temp;

function event.normalize_personal(kind text, value text) returns text language sql immutable;
  grant execute to memberscope_domain_writer;
  grant execute to memberscope_web;
  grant execute to memberscope_worker;

function event.note_topic_away(p_layer smallint, p_error text) returns void language sql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;
  grant execute to memberscope_worker;

function event.number_token(spelled text) returns text language plpgsql immutable set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;
  grant execute to memberscope_worker;

function event.phone_prefix(value text) returns text language sql immutable;
  grant execute to memberscope_web;

function event.plain_number_token(value jsonb) returns text language sql immutable;
  grant execute to memberscope_web;
  grant execute to memberscope_worker;

function event.promoted_attributes(attributes jsonb, promoted text[]) returns jsonb language sql immutable set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;
  grant execute to memberscope_worker;

function event.push_action(name text, family text) returns smallint language sql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function event.push_action_version(action_id smallint, version smallint, external boolean, schema jsonb, sentence jsonb, upcast jsonb DEFAULT NULL::jsonb) returns text language plpgsql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function event.rank_shared() returns smallint language plpgsql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_worker;

function event.rank_shared_of(kind text, window_days smallint) returns void language sql set search_path=pg_catalog, pg_temp;

function event.read_events(ids uuid[]) returns TABLE(id uuid, member_id text, action text, family text, version smallint, imported boolean, occurred_at timestamp with time zone, stored_at timestamp with time zone, attributes text, context text, correlation_id uuid, causation_id uuid, published boolean, published_at timestamp with time zone, internal_status text, attempts smallint, next_at timestamp with time zone, last_error text, external_status text, external_published_at timestamp with time zone, external_attempts smallint, external_next_at timestamp with time zone, external_last_error text) language plpgsql stable set search_path=pg_catalog, pg_temp set plan_cache_mode=force_generic_plan;
  grant execute to memberscope_web;
  grant execute to memberscope_worker;

function event.reconcile_counts(from_time timestamp with time zone, to_time timestamp with time zone, repair boolean) returns TABLE(hour timestamp with time zone, action text, counted bigint, stored bigint) language plpgsql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function event.reconcile_sightings(repair boolean) returns TABLE(kind text, value text, member_id text, kept integer, stored integer, total integer) language plpgsql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function event.record_member_event(member_id text, action text, attributes jsonb, context jsonb DEFAULT '{}'::jsonb, occurred_at timestamp with time zone DEFAULT NULL::timestamp with time zone, version smallint DEFAULT NULL::smallint, source text DEFAULT NULL::text, source_event_id text DEFAULT NULL::text, correlation_id uuid DEFAULT NULL::uuid, causation_id uuid DEFAULT NULL::uuid, message_attributes jsonb DEFAULT '{}'::jsonb) returns uuid language plpgsql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_domain_writer;
  grant execute to memberscope_web;
  grant execute to memberscope_worker;

function event.recorded_here() returns TABLE(event_id uuid, member_id text, action text, version smallint, attributes jsonb, context jsonb, occurred_at timestamp with time zone, correlation_id uuid, causation_id uuid) language sql stable security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_domain_writer;

function event.recorder_trouble() returns text language sql stable set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;
  grant execute to memberscope_worker;

function event.refuse(field text, rule text, way_out text, code text DEFAULT 'MS400'::text) returns void language plpgsql set search_path=pg_catalog, pg_temp;

function event.refuse_action(given text, known text, version smallint, current_version smallint) returns void language plpgsql set search_path=pg_catalog, pg_temp;

function event.refuse_attributes(attributes jsonb, schema jsonb, action text) returns void language plpgsql immutable set search_path=pg_catalog, pg_temp;

function event.refuse_event(member_id text, action text, version smallint, attributes jsonb, context jsonb, origin smallint) returns void language plpgsql stable set search_path=pg_catalog, pg_temp;

function event.refuse_personal(attributes jsonb, names text[], kinds text[]) returns void language plpgsql immutable set search_path=pg_catalog, pg_temp;

function event.refuse_size(id uuid, member_id text, action text, version smallint, attributes jsonb, context jsonb, promoted text[], own jsonb) returns void language plpgsql stable set search_path=pg_catalog, pg_temp;

function event.refuse_source(source text, source_event_id text) returns void language plpgsql immutable set search_path=pg_catalog, pg_temp;

function event.refuse_time(occurred_at timestamp with time zone) returns void language plpgsql stable set search_path=pg_catalog, pg_temp;

function event.refuse_unreadable(field text, fault text) returns void language plpgsql immutable set search_path=pg_catalog, pg_temp;

function event.report_handled(p_token_hash bytea, p_event_id uuid, p_delivery text, p_outcome text, OUT subscriber_id text, OUT member_id text) returns record language plpgsql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function event.request_erasure(account_id uuid, member_id text, reason text, case_number text, OUT outcome text, OUT request_id uuid) returns record language plpgsql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function event.retry_parked(p_layer smallint, p_limit integer) returns integer language sql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function event.revoke_service_token(acting bytea, token_id uuid) returns text language plpgsql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function event.set_legal_hold(account_id uuid, member_id text, reason text, case_number text) returns boolean language plpgsql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function event.shows_personal(fields text[]) returns boolean language sql immutable set search_path=pg_catalog, pg_temp;

function event.sns_values(sns_attributes jsonb) returns jsonb language sql immutable set search_path=pg_catalog, pg_temp set plan_cache_mode=force_generic_plan;
  grant execute to memberscope_web;
  grant execute to memberscope_worker;

function event.states_of(member_ids text[]) returns TABLE(member_id text, state text) language sql stable security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function event.store_application_event(member_id text, action text, attributes jsonb, context jsonb DEFAULT '{}'::jsonb, occurred_at timestamp with time zone DEFAULT NULL::timestamp with time zone, version smallint DEFAULT NULL::smallint, source text DEFAULT NULL::text, source_event_id text DEFAULT NULL::text, correlation_id uuid DEFAULT NULL::uuid, causation_id uuid DEFAULT NULL::uuid, message_attributes jsonb DEFAULT '{}'::jsonb, OUT event_id uuid, OUT body text, OUT sns_attributes jsonb, OUT is_new boolean) returns record language plpgsql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;
  grant execute to memberscope_worker;

function event.store_event(member_id text, action text, attributes jsonb, context jsonb, occurred_at timestamp with time zone, version smallint, source text, source_event_id text, correlation_id uuid, causation_id uuid, message_attributes jsonb, due_after interval, origin smallint, id uuid DEFAULT NULL::uuid, OUT event_id uuid, OUT is_new boolean, OUT stored_attributes jsonb) returns record language plpgsql;

function event.sum_days(from_day date, before_day date) returns void language sql set search_path=pg_catalog, pg_temp;

function event.sum_sightings(from_time timestamp with time zone, to_time timestamp with time zone, after pg_snapshot, as_of pg_snapshot) returns void language sql set search_path=pg_catalog, pg_temp;

function event.token_holder(token_hash bytea) returns TABLE(subscriber_id text, scope text[], issued_by text, approved_by text) language sql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function event.token_in_force(token_hash bytea) returns TABLE(subscriber_id text, scope text[], issued_by text, approved_by text) language sql stable security definer set search_path=pg_catalog, pg_temp;

function event.token_refusal(token_hash bytea) returns text language sql stable security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function event.unfilterable(kind text, value text) returns text language sql immutable set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;
  grant execute to memberscope_worker;

function event.unpromotable(value jsonb) returns text language sql immutable set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;
  grant execute to memberscope_worker;

function event.unreadable(value jsonb) returns text language sql immutable;

function event.unsummed(OUT late_from uuid, OUT open_from uuid, OUT ahead uuid, OUT as_of pg_snapshot) returns record language sql stable set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function event.unusual_ip(written text) returns text language plpgsql immutable set search_path=pg_catalog, pg_temp set plan_cache_mode=force_generic_plan;
  grant execute to memberscope_web;
  grant execute to memberscope_worker;

function event.unusual_mask(kind text, value text) returns text language plpgsql immutable set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;
  grant execute to memberscope_worker;

function event.unusual_personal(kind text, value text) returns text language plpgsql immutable set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_domain_writer;
  grant execute to memberscope_web;
  grant execute to memberscope_worker;

function event.upcast_attributes(attributes jsonb, steps jsonb) returns jsonb language plpgsql immutable set search_path=pg_catalog, pg_temp set plan_cache_mode=force_generic_plan;
  grant execute to memberscope_web;
  grant execute to memberscope_worker;

function event.use_newest_version(action_id smallint) returns void language sql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function event.values_of(member_ids text[], max_each integer) returns TABLE(kind text, value text) language plpgsql stable set search_path=pg_catalog, pg_temp set plan_cache_mode=force_generic_plan;
  grant execute to memberscope_web;

function event.who_has(kinds text[], given text[], few integer, hub integer, followed text[]) returns TABLE(kind text, value text, masked text, members integer, is_cut boolean, shown json, beyond json) language plpgsql stable set search_path=pg_catalog, pg_temp set plan_cache_mode=force_generic_plan;
  grant execute to memberscope_web;

function event.withdraw_erasure(account_id uuid, request_id uuid, OUT member_id text) returns text language plpgsql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function event.without_device(context jsonb) returns jsonb language sql immutable set search_path=pg_catalog, pg_temp;

function republish.approval_limit() returns bigint language sql stable set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;
  grant execute to memberscope_worker;

function republish.count_items() returns trigger language plpgsql security definer set search_path=pg_catalog, pg_temp;

function republish.keep_limit_change() returns trigger language plpgsql security definer set search_path=pg_catalog, pg_temp;

function staff.acting(token_hash bytea, host text, OUT account_id uuid, OUT login text, OUT role text, OUT scope text[]) returns record language plpgsql security definer set search_path=pg_catalog, pg_temp;

function staff.acting_admin(token_hash bytea, host text, about uuid, OUT account_id uuid, OUT login text) returns record language plpgsql security definer set search_path=pg_catalog, pg_temp;

function staff.answer_file(acting bytea, file_id uuid, answer text, OUT outcome text, OUT kind text, OUT member_id text, OUT asked_by text) returns record language plpgsql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function staff.append_seal(behind bigint, record_ids uuid[], hashes bytea[]) returns bigint language plpgsql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_worker;

function staff.ask_file(acting bytea, kind text, what jsonb, member_id text, reason text, case_number text, OUT outcome text, OUT file_id uuid, OUT kept_reason text) returns record language plpgsql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function staff.change_account(acting bytea, account_id uuid, change text, value text, reason text) returns integer language plpgsql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function staff.change_own_password(token_hash bytea, password_hash text) returns integer language plpgsql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function staff.change_threshold(acting bytea, name text, value integer, reason text) returns integer language plpgsql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function staff.count_look_ups(account_id uuid, tries integer) returns TABLE(looks integer, misses integer) language sql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function staff.create_account(acting bytea, host text, login text, name text, role text, password_hash text, must_change boolean) returns uuid language plpgsql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function staff.create_token(acting bytea, host text, for_login text, token_hash bytea, name text, scope text[], days integer) returns timestamp with time zone language plpgsql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function staff.demand_password_change(login text) returns void language sql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function staff.end_own_session(acting bytea, session_id uuid) returns boolean language plpgsql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function staff.end_provider_sessions(issuer text, subject text, sid text) returns TABLE(account_id uuid, login text, ended integer) language sql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function staff.end_session(token_hash bytea) returns void language sql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function staff.find_look_up(account_id uuid) returns void language sql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function staff.find_session(token_hash bytea, acts boolean) returns TABLE(account_id uuid, login text, name text, role text, proved boolean, must_change_password boolean, by_provider boolean) language sql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function staff.find_sign_in(login text, browser_hash bytea) returns TABLE(account_id uuid, name text, role text, password_hash text, knows_browser boolean) language sql stable security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function staff.find_token(token_hash bytea) returns TABLE(account_id uuid, login text, name text, role text, scope text[]) language sql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function staff.forget_sessions() returns void language sql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_worker;

function staff.forgive_sign_in(lanes text[]) returns void language sql security definer set search_path=pg_catalog, pg_temp;

function staff.list_accounts(acting bytea) returns TABLE(id uuid, login text, name text, role text, created_at timestamp with time zone, disabled_at timestamp with time zone, must_change_password boolean, sessions integer, tokens integer, last_seen_at timestamp with time zone, failures integer, by_provider boolean) language plpgsql stable security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function staff.list_sessions(acting bytea) returns TABLE(id uuid, created_at timestamp with time zone, last_seen_at timestamp with time zone, ip text, user_agent text, here boolean) language sql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function staff.list_tokens(acting bytea) returns TABLE(id uuid, login text, own boolean, name text, scope text[], created_at timestamp with time zone, created_by text, expires_at timestamp with time zone, last_used_at timestamp with time zone, revoked_at timestamp with time zone) language sql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function staff.may_have_file(role text, kind text) returns boolean language sql immutable set search_path=pg_catalog, pg_temp;

function staff.open_provider_session(issuer text, subject text, wanted text, name text, role text, auth_time timestamp with time zone, sid text, token_hash bytea, old_hash bytea, browser_hash bytea, ip text, user_agent text, OUT outcome text, OUT account_id uuid, OUT login text) returns record language plpgsql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function staff.open_session(account_id uuid, token_hash bytea, old_hash bytea, browser_hash bytea, ip text, user_agent text, lanes text[]) returns void language plpgsql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function staff.prove_provider_session(token_hash bytea, issuer text, subject text, auth_time timestamp with time zone) returns text language plpgsql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function staff.prove_session(token_hash bytea, lanes text[]) returns boolean language plpgsql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function staff.read_file_part(acting bytea, file_id uuid, n integer) returns bytea language plpgsql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function staff.record_access(account_id uuid, login text, ip text, act text, member_ids text[], what jsonb, result text, reason text, same_look text) returns void language plpgsql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function staff.record_watch_find(find_id uuid) returns void language sql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_worker;

function staff.reveal_field(account_id uuid, ip text, member_id text, field text, reason_code text, reason text, case_number text, OUT outcome text, OUT value text, OUT ends_at timestamp with time zone, OUT used integer, OUT most integer, OUT record_id uuid) returns record language plpgsql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function staff.revoke_token(acting bytea, token_id uuid) returns TABLE(owner text, token_name text) language plpgsql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function staff.take_file(acting bytea, ip text, file_id uuid, key_check bytea, OUT outcome text, OUT record_id uuid) returns record language plpgsql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function staff.take_sign_in_turn(lanes text[], free integer[], longest_ms integer[], patience_ms integer) returns TABLE(taken boolean, wait_ms integer, failures integer) language plpgsql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;

function staff.threshold_of(name text) returns integer language sql stable security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_web;
  grant execute to memberscope_worker;

function staff.wait_for_seal() returns trigger language plpgsql security definer set search_path=pg_catalog, pg_temp;

procedure event.add_partition(IN from_day date, IN to_day date) language plpgsql security definer set search_path=pg_catalog, pg_temp;

procedure event.add_quarters(IN from_day date, IN to_day date) language plpgsql security definer set search_path=pg_catalog, pg_temp;
  grant execute to memberscope_worker;

