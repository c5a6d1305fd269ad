-- Run by the owner of the tables after each migration: what the mail worker may do, and no more.
grant usage on schema public to latchkey_mailer;
grant select, update, delete on messages to latchkey_mailer;
grant select on kysely_migration to latchkey_mailer;
