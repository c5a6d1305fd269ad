#!/bin/sh
# sh deploy/try-fleet.sh [-f compose.mysql.yaml]
#
# Builds the image, starts the whole fleet with secrets of its own in a copy of this folder, signs
# somebody up through nginx, waits for the mail and removes everything again. Ports 80, 443 and 8025
# must be free. Needs Docker with Compose 2.24, openssl and curl.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
cp -r "$here/." "$work"
rm -rf "$work/secrets"
cd "$work"
cp env.example .env
echo 'LATCHKEY_IMAGE=latchkey:try' >>.env
sh make-secrets.sh >/dev/null

compose() { docker compose -p latchkey-try -f compose.yaml "$@"; }
files="$*"
fleet() { compose $files "$@"; }
clean() {
  [ "$1" -eq 0 ] || fleet logs --tail 40
  fleet down --volumes --timeout 5 >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap 'clean $?' EXIT

docker build -q -f "$here/Dockerfile" -t latchkey:try "$here/.."
touch secrets/latchkey_mail_key
fleet run --rm --no-deps -T migrate keys mail >key
mv -f key secrets/latchkey_mail_key
chmod 0444 secrets/latchkey_mail_key
fleet up -d --wait --wait-timeout 300

call() {
  curl -sS --cacert secrets/extra_ca --connect-to auth.example.com:443:127.0.0.1:443 \
    --connect-to auth.example.com:80:127.0.0.1:80 "$@"
}
expect() { # expect <what> <wanted> <got>
  if [ "$2" != "$3" ]; then
    echo "$1: expected $2, got $3" >&2
    exit 1
  fi
  echo "ok: $1"
}
status() { call -o /dev/null -w '%{http_code}' "$@"; }

expect 'a page by http leads to https' 301 "$(status http://auth.example.com/auth/login)"
expect 'a call by http is refused' 403 "$(status -X POST http://auth.example.com/api/auth/login)"
expect 'a page by https is there' 200 "$(status https://auth.example.com/auth/login)"
script=$(call https://auth.example.com/auth/login | grep -o '/assets/index-[A-Za-z0-9_-]*\.js' | head -1)
expect 'its script is kept for a year' immutable \
  "$(call -I "https://auth.example.com$script" | grep -o 'immutable' | head -1)"
expect 'database, cache, broker and mail are healthy' '"status":"ok"' \
  "$(call https://auth.example.com/api/health | grep -o '"status":"[a-z]*"' | head -1)"
expect 'somebody signs up' 202 "$(status https://auth.example.com/api/auth/register \
  -H 'Content-Type: application/json' \
  -d '{"email":"ada@example.com","password":"Seven-Green-Bicycles-7","username":"ada"}')"
mails=0
for _ in $(seq 30); do
  mails=$(curl -s http://127.0.0.1:8025/api/v1/messages | grep -c 'ada@example.com' || true)
  [ "$mails" -eq 0 ] || break
  sleep 1
done
expect 'the mail arrives' 1 "$mails"
