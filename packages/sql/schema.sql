CREATE TABLE "attempt_budgets" ("subject_hash" varchar(64) not null primary key,
  "name" varchar(64) not null,
  "used" integer not null,
  "resets_at" bigint not null);

CREATE INDEX "attempt_budgets_resets_at" on "attempt_budgets" ("resets_at");

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
  "processing_time_ms" integer);

CREATE INDEX "audit_events_at" on "audit_events" ("at");

CREATE TABLE "credentials" ("user_id" varchar(36) not null primary key,
  "password_hash" varchar(255) not null,
  "updated_at" bigint not null, constraint "credentials_user" foreign key ("user_id") references "users" ("id") on delete cascade);

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
  "finished_at" bigint);

CREATE INDEX "messages_finished_at" on "messages" ("finished_at");

CREATE INDEX "messages_lease" on "messages" ("lease_owner",
  "next_try_at",
  "leased_until");

CREATE INDEX "messages_next_try_at" on "messages" ("next_try_at");

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

CREATE INDEX "otp_requests_expires_at" on "otp_requests" ("expires_at");

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

CREATE INDEX "sessions_revoked_at" on "sessions" ("revoked_at");

CREATE INDEX "sessions_user_id" on "sessions" ("user_id",
  "revoked_at");

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
  "last_login_at" bigint, constraint "users_email_canonical" unique ("email_canonical"));
