CREATE VIEW active_user_sessions as
      select s.id as session_id, s.user_id, u.email, s.amr as methods,
        strftime('%Y-%m-%dT%H:%M:%fZ', s.created_at / 1000.0, 'unixepoch') as signed_in_at, strftime('%Y-%m-%dT%H:%M:%fZ', s.last_used_at / 1000.0, 'unixepoch') as last_used_at,
        strftime('%Y-%m-%dT%H:%M:%fZ', s.expires_at / 1000.0, 'unixepoch') as expires_at, s.ip_address, s.user_agent
      from sessions s join users u on u.id = s.user_id
      where s.revoked_at is null and s.expires_at > cast(strftime('%s', 'now') as integer) * 1000;

CREATE TABLE "attempt_budgets" ("subject_hash" varchar(64) not null primary key,
  "name" varchar(64) not null,
  "used" integer not null,
  "resets_at" bigint not null);

CREATE INDEX "attempt_budgets_resets_at" on "attempt_budgets" ("resets_at");

CREATE TABLE "audit_chain" ("name" varchar(16) not null primary key,
  "sequence" bigint not null,
  "digest" varchar(64) not null,
  "checkpoint" bigint not null,
  "first_checkpoint" bigint not null,
  "unmarked_until" bigint not null,
  "mac" varchar(64) not null,
  "lease_owner" varchar(128));

CREATE TABLE "audit_checkpoints" ("number" bigint not null primary key,
  "sequence" bigint not null,
  "digest" varchar(64) not null,
  "at" bigint not null,
  "mac" varchar(64) not null);

CREATE TABLE "audit_days" ("day" bigint not null,
  "name" varchar(64) not null,
  "code" varchar(64) not null,
  "total" bigint not null, constraint "audit_days_key" primary key ("day",
  "name",
  "code"));

CREATE TABLE "audit_events" ("id" varchar(36) not null primary key,
  "at" bigint not null,
  "action" varchar(64) not null,
  "user_id" varchar(36),
  "session_id" varchar(36),
  "actor_id" varchar(36),
  "resource" varchar(64) not null,
  "success" integer not null,
  "code" varchar(64),
  "metadata" text not null,
  "ip_address" varchar(64),
  "user_agent" text,
  "request_id" varchar(128),
  "method" varchar(16),
  "endpoint" varchar(255),
  "received_at" bigint,
  "processing_time_ms" integer,
  "sequence" bigint,
  "mark" varchar(64),
  "digest" varchar(64),
  "about_digest" varchar(64),
  "origin_digest" varchar(64),
  "erasure" varchar(80));

CREATE INDEX "audit_events_action" on "audit_events" ("action",
  "at");

CREATE INDEX "audit_events_actor" on "audit_events" ("actor_id",
  "at");

CREATE INDEX "audit_events_at" on "audit_events" ("at");

CREATE INDEX "audit_events_code" on "audit_events" ("code",
  "at");

CREATE INDEX "audit_events_ip_address" on "audit_events" ("ip_address",
  "at");

CREATE INDEX "audit_events_request_id" on "audit_events" ("request_id",
  "at");

CREATE UNIQUE INDEX "audit_events_sequence" on "audit_events" ("sequence");

CREATE INDEX "audit_events_success" on "audit_events" ("success",
  "at");

CREATE INDEX "audit_events_user" on "audit_events" ("user_id",
  "at");

CREATE TABLE "audit_keys" ("number" integer not null primary key,
  "id" varchar(16) not null,
  "sealed_key" varchar(255) not null,
  "created_at" bigint not null,
  "retired_at" bigint);

CREATE TABLE "audit_subject_keys" ("user_id" varchar(36) not null primary key,
  "sealed_key" varchar(255) not null,
  "forgotten_at" bigint);

CREATE INDEX "audit_subject_keys_forgotten_at" on "audit_subject_keys" ("forgotten_at");

CREATE TABLE "avatars" ("id" varchar(64) not null primary key,
  "user_id" varchar(36) not null,
  "webp" text not null,
  "created_at" bigint not null, constraint "avatars_user" foreign key ("user_id") references "users" ("id") on delete cascade);

CREATE UNIQUE INDEX "avatars_user_id" on "avatars" ("user_id");

CREATE TABLE "brand_logos" ("id" varchar(64) not null primary key,
  "webp" text not null,
  "created_at" bigint not null);

CREATE TABLE "credentials" ("user_id" varchar(36) not null primary key,
  "password_hash" varchar(255) not null,
  "updated_at" bigint not null, constraint "credentials_user" foreign key ("user_id") references "users" ("id") on delete cascade);

CREATE TABLE "email_changes" ("id" varchar(36) not null primary key,
  "user_id" varchar(36) not null,
  "session_id" varchar(36) not null,
  "email" varchar(254) not null,
  "email_canonical" varchar(254) not null,
  "code_hash" varchar(64) not null,
  "wrong_codes" integer not null,
  "created_at" bigint not null,
  "expires_at" bigint not null, constraint "email_changes_user" foreign key ("user_id") references "users" ("id") on delete cascade);

CREATE INDEX "email_changes_email_canonical" on "email_changes" ("email_canonical");

CREATE INDEX "email_changes_expires_at" on "email_changes" ("expires_at");

CREATE UNIQUE INDEX "email_changes_user_id" on "email_changes" ("user_id");

CREATE TABLE "erased_sessions" ("id" varchar(36) not null primary key,
  "revoked_at" bigint not null);

CREATE INDEX "erased_sessions_revoked_at" on "erased_sessions" ("revoked_at");

CREATE VIEW failed_login_summary as
      select strftime('%Y-%m-%d', d.day / 1000, 'unixepoch') as day, d.code as reason, d.total as failures
      from audit_days d where d.name = 'authn_login_fail';

CREATE TABLE "imports" ("source" varchar(80) not null primary key,
  "id" varchar(36) not null,
  "records" bigint not null,
  "imported" bigint not null,
  "present" bigint not null,
  "refused" bigint not null,
  "report_bytes" bigint not null,
  "report_tail" text not null,
  "updated_at" bigint not null);

CREATE INDEX "imports_updated_at" on "imports" ("updated_at");

CREATE TABLE "invitations" ("id" varchar(36) not null primary key,
  "email" varchar(254) not null,
  "email_canonical" varchar(254) not null,
  "first_name" varchar(400),
  "last_name" varchar(400),
  "locale" varchar(35) not null,
  "roles" text not null,
  "invited_by" varchar(36) not null,
  "secret_hash" varchar(64) not null,
  "created_at" bigint not null,
  "expires_at" bigint not null, constraint "invitations_email_canonical" unique ("email_canonical"), constraint "invitations_user" foreign key ("invited_by") references "users" ("id") on delete cascade);

CREATE INDEX "invitations_expires_at" on "invitations" ("expires_at");

CREATE INDEX "invitations_invited_by" on "invitations" ("invited_by");

CREATE TABLE "lockouts" ("subject_hash" varchar(64) not null primary key,
  "recent" text not null,
  "failures_in_row" integer not null,
  "told_at" bigint,
  "expires_at" bigint);

CREATE INDEX "lockouts_expires_at" on "lockouts" ("expires_at");

CREATE TABLE "locks" ("name" varchar(64) not null primary key);

CREATE TABLE "messages" ("id" varchar(36) not null primary key,
  "template" varchar(64) not null,
  "recipient" varchar(254) not null,
  "locale" varchar(35) not null,
  "payload" text,
  "state" varchar(16) not null,
  "tries" integer not null,
  "deferrals" integer not null,
  "next_try_at" bigint,
  "expires_at" bigint not null,
  "lease_owner" varchar(64),
  "leased_until" bigint,
  "reason" text,
  "created_at" bigint not null,
  "finished_at" bigint,
  "wipe_at" bigint);

CREATE INDEX "messages_finished_at" on "messages" ("finished_at");

CREATE INDEX "messages_lease" on "messages" ("lease_owner",
  "next_try_at",
  "leased_until");

CREATE INDEX "messages_leased_until" on "messages" ("leased_until");

CREATE INDEX "messages_next_try_at" on "messages" ("next_try_at");

CREATE INDEX "messages_recipient" on "messages" ("recipient",
  "id");

CREATE INDEX "messages_state" on "messages" ("state",
  "id");

CREATE INDEX "messages_wipe_at" on "messages" ("wipe_at");

CREATE TABLE "otp_codes" ("id" varchar(36) not null primary key,
  "request_id" varchar(36) not null,
  "code_hash" varchar(64) not null,
  "expires_at" bigint not null, constraint "otp_codes_request" foreign key ("request_id") references "otp_requests" ("id") on delete cascade);

CREATE INDEX "otp_codes_expires_at" on "otp_codes" ("expires_at");

CREATE INDEX "otp_codes_request_id" on "otp_codes" ("request_id",
  "expires_at");

CREATE TABLE "otp_requests" ("id" varchar(36) not null primary key,
  "email" varchar(254) not null,
  "email_canonical" varchar(254) not null,
  "user_id" varchar(36),
  "locale" varchar(35) not null,
  "request_hash" varchar(64) not null,
  "wrong_tries" integer not null,
  "created_at" bigint not null,
  "expires_at" bigint not null);

CREATE INDEX "otp_requests_email_canonical" on "otp_requests" ("email_canonical");

CREATE INDEX "otp_requests_expires_at" on "otp_requests" ("expires_at");

CREATE TABLE "password_history" ("user_id" varchar(36) not null,
  "credential_version" integer not null,
  "password_hash" varchar(255) not null, constraint "password_history_key" primary key ("user_id",
  "credential_version"), constraint "password_history_user" foreign key ("user_id") references "users" ("id") on delete cascade);

CREATE TABLE "password_resets" ("id" varchar(36) not null primary key,
  "user_id" varchar(36) not null,
  "secret_hash" varchar(64) not null,
  "created_at" bigint not null,
  "expires_at" bigint not null, constraint "password_resets_user" foreign key ("user_id") references "users" ("id") on delete cascade);

CREATE INDEX "password_resets_expires_at" on "password_resets" ("expires_at");

CREATE INDEX "password_resets_user_id" on "password_resets" ("user_id");

CREATE TABLE "pre_registrations" ("id" varchar(36) not null primary key,
  "email" varchar(254) not null,
  "email_canonical" varchar(254) not null,
  "password_hash" varchar(255) not null,
  "first_name" varchar(400),
  "last_name" varchar(400),
  "username" varchar(400),
  "phone" varchar(40),
  "preferences" text not null,
  "locale" varchar(35) not null,
  "registration_hash" varchar(64) not null,
  "link_hash" varchar(64) not null,
  "code_hash" varchar(64) not null,
  "wrong_proofs" integer not null,
  "created_at" bigint not null,
  "expires_at" bigint not null);

CREATE INDEX "pre_registrations_email_canonical" on "pre_registrations" ("email_canonical");

CREATE INDEX "pre_registrations_expires_at" on "pre_registrations" ("expires_at");

CREATE TABLE "roles" ("name" varchar(64) not null primary key,
  "description" varchar(400) not null,
  "permissions" text not null);

CREATE TABLE "sessions" ("id" varchar(36) not null primary key,
  "user_id" varchar(36) not null,
  "amr" varchar(255) not null,
  "secret_hash" varchar(64) not null,
  "last_hash" varchar(64),
  "rotated_at" bigint,
  "authenticated_at" bigint not null,
  "created_at" bigint not null,
  "last_used_at" bigint not null,
  "refresh_expires_at" bigint not null,
  "expires_at" bigint not null,
  "revoked_at" bigint,
  "end_reason" varchar(32),
  "ip_address" varchar(64) not null,
  "user_agent" text not null, constraint "sessions_user" foreign key ("user_id") references "users" ("id") on delete cascade);

CREATE INDEX "sessions_expires_at" on "sessions" ("expires_at");

CREATE INDEX "sessions_live" on "sessions" ("revoked_at",
  "expires_at");

CREATE INDEX "sessions_revoked_at" on "sessions" ("revoked_at");

CREATE INDEX "sessions_user_id" on "sessions" ("user_id",
  "revoked_at");

CREATE TABLE "setting_versions" ("name" varchar(64) not null,
  "version" integer not null,
  "value" varchar(255) not null,
  "updated_by" varchar(36),
  "updated_at" bigint not null, constraint "setting_versions_key" primary key ("name",
  "version"));

CREATE TABLE "settings" ("name" varchar(64) not null primary key,
  "value" varchar(255) not null,
  "version" integer not null,
  "updated_by" varchar(36),
  "updated_at" bigint not null);

CREATE TABLE "setup_tokens" ("id" varchar(36) not null primary key,
  "secret_hash" varchar(64) not null,
  "expires_at" bigint not null);

CREATE TABLE "signing_keys" ("kid" varchar(64) not null primary key,
  "public_jwk" text not null,
  "sealed_private_key" text not null,
  "created_at" bigint not null,
  "retired_at" bigint);

CREATE TABLE "user_roles" ("user_id" varchar(36) not null,
  "role" varchar(64) not null, constraint "user_roles_key" primary key ("user_id",
  "role"), constraint "user_roles_user" foreign key ("user_id") references "users" ("id") on delete cascade);

CREATE INDEX "user_roles_role" on "user_roles" ("role");

CREATE TABLE "users" ("id" varchar(36) not null primary key,
  "email" varchar(254) not null,
  "email_canonical" varchar(254) not null,
  "email_verified" integer not null,
  "first_name" varchar(400),
  "last_name" varchar(400),
  "username" varchar(400),
  "phone" varchar(40),
  "locale" varchar(35) not null,
  "preferences" text not null,
  "profile_image_url" text,
  "credential_version" integer not null,
  "disabled_at" bigint,
  "created_at" bigint not null,
  "updated_at" bigint not null,
  "last_login_at" bigint,
  "access_version" integer default 0 not null,
  "access_changed_at" bigint,
  "imported_at" bigint, constraint "users_email_canonical" unique ("email_canonical"));

CREATE INDEX "users_access_changed_at" on "users" ("access_changed_at");

CREATE INDEX "users_created_at" on "users" ("created_at",
  "id");
