# Retires runners of the region whose nodes are gone: drains those that have been unresponsive for a while, so that
# Daytona moves their sandboxes, and deletes those that are decommissioned.
#
# It is safe to run more than once: draining a runner again changes nothing.
#
# DAYTONA_API_URL without a trailing slash, DAYTONA_API_KEY; REGION_ID; GRACE_SECONDS; DRY_RUN and DELETE_DECOMMISSIONED,
# true or false.
set -eu
umask 077

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

say() { printf '%s\n' "$*"; }

fail() {
  say "Failed: $*" >&2
  exit 1
}

for tool in curl jq; do
  command -v "$tool" >/dev/null || fail "the image has no $tool"
done

# The key is written to a file, because command lines are visible to others.
DAYTONA_API_KEY=$(printf '%s' "$DAYTONA_API_KEY")
{
  printf 'Authorization: Bearer %s\n' "$DAYTONA_API_KEY"
  printf 'Content-Type: application/json\nAccept: application/json\n'
} >headers

# request METHOD PATH [OPTION...]: writes the response to the file reply, and its code to $status; 000 for none
request() {
  method=$1
  path=$2
  shift 2
  : >reply
  status=$(curl --silent --max-time 30 --request "$method" --header @headers "$@" \
    --output reply --write-out '%{http_code}' "$DAYTONA_API_URL$path") || status=000
}

# explain: the API's message about a failure, with the key masked
explain() {
  jq --raw-output '(.message // .error // empty)
    | if type == "array" then map(tostring) | join("; ") else tostring end
    | split($ENV.DAYTONA_API_KEY) | join("***")
    | ": " + .[0:300]' reply 2>/dev/null | head -n 1 || true
}

request GET "/runners?regionId=$(jq --null-input --raw-output '$ENV.REGION_ID | @uri')"
case $status in
  200) ;;
  000) fail "$DAYTONA_API_URL does not respond" ;;
  401 | 403) fail "GET /runners: $status: the API key needs permission to read, write and delete runners, and the organization needs the feature organization_infrastructure" ;;
  *) fail "GET /runners: $status$(explain)" ;;
esac
jq --exit-status 'type == "array"' reply >/dev/null 2>&1 || fail "GET /runners: the response is not a list"
mv reply runners.json

# Identifiers become part of a path.
ids() {
  jq --raw-output --argjson grace "$GRACE_SECONDS" "$1 | .id | select(type == \"string\" and test(\"^[A-Za-z0-9_-]+\$\"))" runners.json
}

# A runner that was never checked may just have been created.
# shellcheck disable=SC2016 # variables of jq
ids '.[] | select(.state == "unresponsive" and .lastChecked != null)
  | select((.lastChecked | sub("\\.[0-9]+"; "") | try fromdateiso8601 catch now) <= now - $grace)' >stale
ids '.[] | select(.state == "decommissioned")' >decommissioned

failures=0

# change ID WHAT METHOD PATH [OPTION...]
change() {
  id=$1
  what=$2
  shift 2
  if [ "$DRY_RUN" = true ]; then
    say "runner $id: would be $what"
    return 0
  fi
  request "$@"
  case $status in
    2??) say "runner $id: $what" ;;
    404) say "runner $id: is gone" ;;
    *)
      say "runner $id: not $what: $status$(explain)" >&2
      failures=$((failures + 1))
      ;;
  esac
}

while read -r id; do
  change "$id" unschedulable PATCH "/runners/$id/scheduling" --data '{"unschedulable":true}'
  change "$id" draining PATCH "/runners/$id/draining" --data '{"draining":true}'
done <stale

if [ "$DELETE_DECOMMISSIONED" = true ]; then
  while read -r id; do
    change "$id" deleted DELETE "/runners/$id"
  done <decommissioned
fi

[ -s stale ] || [ -s decommissioned ] || say "region $REGION_ID: nothing to do"
[ "$failures" = 0 ] || fail "$failures requests were rejected"
