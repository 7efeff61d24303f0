# Registers the runner of every sandbox node with the API, each with its own token, and stores the tokens in a Secret
# that the runners read.
#
# It is safe to run more than once: existing records are kept, and new nodes get one. Nothing is deleted, because
# sandboxes may still belong to the runner of a node that is gone.
#
# API_URL, which ends in /api, ADMIN_API_KEY; REGION_ID; NAMESPACE and SELECTOR of the runner pods; SECRET_NAME and
# SECRET_LABELS (JSON) of the Secret with a token per node; DEFAULT_NAME and DEFAULT_TOKEN of the record that the API
# itself creates, which is used for the first node. PATIENCE_SECONDS: how long the API may take to start; RETRY_SECONDS:
# the pause between two attempts.
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

for tool in curl jq kubectl; do
  command -v "$tool" >/dev/null || fail "the image has no $tool"
done

# The key is written to a file, because command lines are visible to others.
ADMIN_API_KEY=$(printf '%s' "$ADMIN_API_KEY")
{
  printf 'Authorization: Bearer %s\n' "$ADMIN_API_KEY"
  printf 'Content-Type: application/json\nAccept: application/json\n'
} >headers

# --- the API --------------------------------------------------------------------------------------------------------

# request METHOD PATH [OPTION...]: writes the response to the file reply, and its code to $status; 000 for none
request() {
  method=$1
  path=$2
  shift 2
  : >reply
  status=$(curl --silent --max-time 30 --request "$method" --header @headers "$@" \
    --output reply --write-out '%{http_code}' "$API_URL$path") || status=000
}

# explain: the API's message about a failure, with credentials masked
explain() {
  jq --raw-output --slurpfile tokens tokens.json '(.message // .error // empty)
    | if type == "array" then map(tostring) | join("; ") else tostring end
    | reduce ($tokens[0][], $ENV.ADMIN_API_KEY, $ENV.DEFAULT_TOKEN | select(. != "")) as $word (.; split($word) | join("***"))
    | ": " + .[0:300]' reply 2>/dev/null | head -n 1 || true
}

# refused: ends the script, with the likely cause
refused() {
  case $status in
    000) fail "$API_URL does not respond" ;;
    401 | 403) fail "$method $path: $status: ADMIN_API_KEY is not the key of the admin user, which the API stored on its" \
      "first start" ;;
    404) fail "$method $path: 404$(explain): is $REGION_ID the region of the API, and $API_URL its address?" ;;
    *) fail "$method $path: $status$(explain)" ;;
  esac
}

# The API may still be starting. A permanent error ends the script immediately.
wait_for_api() {
  waited=0
  while :; do
    request GET "/admin/runners?regionId=$REGION_ID"
    case $status in
      200) break ;;
      000 | 408 | 429 | 5??) ;;
      *) refused ;;
    esac
    [ "$waited" -lt "$PATIENCE_SECONDS" ] || refused
    [ "$waited" -ne 0 ] || say "waiting for the API"
    sleep "$RETRY_SECONDS"
    # Tests do not wait between attempts.
    waited=$((waited + (RETRY_SECONDS > 0 ? RETRY_SECONDS : 1)))
  done
  jq --exit-status 'type == "array" and all(.[]; (.name | type) == "string")' reply >/dev/null 2>&1 ||
    fail "$method $path: $status, but the response is not from the Daytona API: is $API_URL its address?"
  # The API's token by name.
  jq 'map({key: .name, value: (.apiKey // "")}) | from_entries' reply >records.json
}

# --- the cluster ----------------------------------------------------------------------------------------------------

read_nodes() {
  kubectl --namespace "$NAMESPACE" get pods --selector "$SELECTOR" --output json >pods.json ||
    fail "cannot list the runner pods in namespace $NAMESPACE"
  jq --raw-output '[.items[].spec.nodeName // empty] | unique[]' pods.json >nodes
}

read_tokens() {
  kubectl --namespace "$NAMESPACE" get secret "$SECRET_NAME" --ignore-not-found --output json >secret.json ||
    fail "cannot read Secret $SECRET_NAME; the API was not called"
  jq --slurp '(.[0].data // {}) | map_values(@base64d)' secret.json >tokens.json ||
    fail "cannot parse Secret $SECRET_NAME; the API was not called"
}

write_tokens() {
  jq --arg name "$SECRET_NAME" --argjson labels "$SECRET_LABELS" \
    '{apiVersion: "v1", kind: "Secret", metadata: {name: $name, labels: $labels}, type: "Opaque", data: map_values(@base64)}' \
    tokens.json >manifest.json
  kubectl --namespace "$NAMESPACE" apply --server-side --force-conflicts --field-manager sandbox-charts \
    --filename manifest.json >/dev/null || fail "cannot write Secret $SECRET_NAME"
}

token_of() { jq --raw-output --arg node "$1" '.[$node] // empty' tokens.json; }
record_of() { jq --raw-output --arg name "$1" '.[$name] // empty' records.json; }

# learn_token NODE: stores the token from standard input
learn_token() {
  jq --raw-input --arg node "$1" --slurpfile tokens tokens.json '. as $token | $tokens[0] | .[$node] = $token' >tokens.new
  mv tokens.new tokens.json
  write_tokens
}

# --- what to do -----------------------------------------------------------------------------------------------------

# Whether the API's default record exists with the token from the values, and no node uses it.
default_is_free() {
  [ -n "$DEFAULT_NAME" ] && [ -n "$DEFAULT_TOKEN" ] || return 1
  [ "$(record_of "$DEFAULT_NAME")" = "$DEFAULT_TOKEN" ] || return 1
  jq --exit-status 'map(select(. == $ENV.DEFAULT_TOKEN)) == []' tokens.json >/dev/null
}

# create NODE
create() {
  token_of "$1" | jq --raw-input --arg name "$1" --arg region "$REGION_ID" \
    '{regionId: $region, name: $name, apiKey: ., apiVersion: "2"}' >body
  request POST /admin/runners --data-binary @body
  case $status in
    2??) say "$1: registered" ;;
    409) fail "$1: the API already has a record with this name or token$(explain)" ;;
    *) refused ;;
  esac
}

# register NODE
register() {
  token=$(token_of "$1")
  if [ -n "$token" ] && [ "$token" = "$DEFAULT_TOKEN" ]; then
    [ "$(record_of "$DEFAULT_NAME")" = "$token" ] || fail "$1 uses the record $DEFAULT_NAME, but the API has another token for it"
    say "$1: uses the record $DEFAULT_NAME"
    return
  fi
  known=$(record_of "$1")
  if [ -n "$known" ]; then
    if [ "$known" != "$token" ]; then
      printf '%s\n' "$known" | learn_token "$1"
      say "$1: using the token of its record; delete its runner pod if it started with another token"
    fi
    return
  fi
  if [ -z "$token" ] && default_is_free; then
    printf '%s\n' "$DEFAULT_TOKEN" | learn_token "$1"
    say "$1: now uses the record $DEFAULT_NAME"
    return
  fi
  if [ -z "$token" ]; then
    # Stored before it is used, so that the next run sends the same token if this one is interrupted.
    head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n' | learn_token "$1"
  fi
  create "$1"
}

read_tokens
wait_for_api
read_nodes
if [ ! -s nodes ]; then
  say 'no runner pod is scheduled yet: nothing to register'
  exit 0
fi
while read -r node; do register "$node"; done <nodes
say "nodes with a runner: $(wc -l <nodes | tr -d ' ')"
