-- Run by root after each migration: what the mail worker may do, and no more.
grant select, update, delete on latchkey.messages to latchkey_mailer;
grant select on latchkey.kysely_migration to latchkey_mailer;
