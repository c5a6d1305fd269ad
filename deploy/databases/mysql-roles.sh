# Sourced once, by MySQL's image when its volume is empty and the server's account is made.
docker_process_sql <<SQL
create user latchkey_mailer identified by '$(cat /run/secrets/mailer_database_password)';
SQL
