-- Run once, by PostgreSQL's image when its volume is empty. The server owns its database and is no
-- superuser; the mail worker may connect, and gets its rights once the tables are there.
\set ON_ERROR_STOP on
\set server_password `cat /run/secrets/database_password`
\set mailer_password `cat /run/secrets/mailer_database_password`
create role latchkey login password :'server_password';
create role latchkey_mailer login password :'mailer_password';
create database latchkey owner latchkey encoding 'UTF8' template template0;
revoke all on database latchkey from public;
grant connect on database latchkey to latchkey_mailer;
