#!/bin/sh
# sh deploy/make-secrets.sh [host]
#
# Makes what compose.yaml reads from deploy/secrets: a random value for each secret, the URLs that
# contain them, and a certificate of an authority of its own, for a trial. A file that is there is
# never changed. Needs openssl.
set -eu

host=${1:-auth.example.com}
cd "$(dirname "$0")"
mkdir -p secrets
# The folder is closed and the files are open: containers run as several users and see the files only.
chmod 0700 secrets
cd secrets
umask 022

# keep <file>: the text from standard input, unless the file is there.
keep() {
  if [ -e "$1" ]; then
    cat >/dev/null
  else
    cat >"$1.new"
    mv "$1.new" "$1"
    echo "made secrets/$1"
  fi
}

# Letters and digits alone, so that nothing has to be escaped in a URL.
password() { openssl rand -hex 24; }

openssl rand -base64 32 | keep latchkey_secret
password | keep introspection_secret
for name in database_admin database mailer_database redis rabbitmq; do
  password | keep "${name}_password"
done

database=$(cat database_password)
mailer=$(cat mailer_database_password)
echo "postgres://latchkey:$database@postgres:5432/latchkey" | keep postgres_url
echo "postgres://latchkey_mailer:$mailer@postgres:5432/latchkey" | keep postgres_mailer_url
echo "mysql://latchkey:$database@mysql:3306/latchkey" | keep mysql_url
echo "mysql://latchkey_mailer:$mailer@mysql:3306/latchkey" | keep mysql_mailer_url

redis=$(cat redis_password)
echo "redis://:$redis@redis:6379" | keep redis_url
keep redis_conf <<END
requirepass $redis
# Lost with the process, and that is fine: codes to sign in with are asked for again.
save ""
appendonly no
maxmemory 192mb
maxmemory-policy noeviction
END

rabbitmq=$(cat rabbitmq_password)
echo "amqp://latchkey:$rabbitmq@rabbitmq:5672" | keep amqp_url
keep rabbitmq_conf <<END
# The only user; there is no guest beside it.
default_user = latchkey
default_pass = $rabbitmq
default_user_tags.administrator = false
default_permissions.configure = ^latchkey\\.
# One pattern for both, because RabbitMQ 3.10 confuses them here.
default_permissions.read = ^(latchkey\\.|amq\\.default$)
default_permissions.write = ^(latchkey\\.|amq\\.default$)
vm_memory_high_watermark.absolute = 256MB
disk_free_limit.absolute = 512MB
# What is larger is none of ours, and twenty of them would fill the memory of a mail worker.
max_message_size = 65536
END

# The trial mailbox. For real mail put the URL of your mail server here: docs/mail.md.
echo 'smtp://mailpit:1025' | keep smtp_url

if [ ! -e extra_ca ]; then
  # An authority that signs these two and whose key is then thrown away.
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 825 \
    -subj '/CN=Latchkey trial authority' -keyout "$work/ca.key" -out "$work/ca.pem" 2>/dev/null
  certify() { # certify <name> <host>
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$2" \
      -keyout "$work/$1.key" -out "$work/$1.csr" 2>/dev/null
    printf 'subjectAltName=DNS:%s\nextendedKeyUsage=serverAuth\n' "$2" >"$work/$1.ext"
    openssl x509 -req -in "$work/$1.csr" -CA "$work/ca.pem" -CAkey "$work/ca.key" -CAcreateserial \
      -days 825 -extfile "$work/$1.ext" -out "$work/$1.pem" 2>/dev/null
    keep "$1_certificate" <"$work/$1.pem"
    keep "$1_key" <"$work/$1.key"
  }
  certify tls "$host"
  certify mailpit mailpit
  keep extra_ca <"$work/ca.pem"
fi
chmod 0444 ./*
