# bash postgres-mailer-rights.sh <file with the URL> <statements>
# Arguments can be read by everybody on the machine: the password goes by the environment.
set -eu
url=$(cat "$1")
if [[ $url =~ ^([a-z]+://[^:@/]+):([^@/]*)@(.*)$ ]]; then
  url=${BASH_REMATCH[1]}@${BASH_REMATCH[3]}
  # As a URL has it: %40 is an @, and a backslash is itself.
  escaped=${BASH_REMATCH[2]//\\/\\\\}
  printf -v PGPASSWORD %b "${escaped//%/\\x}"
  export PGPASSWORD
fi
exec psql "$url" -v ON_ERROR_STOP=1 -f "$2"
