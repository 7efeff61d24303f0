# Registers the region with Daytona and stores the result in a Secret.
#
# It is safe to run more than once: a registered region stays registered, and changed URLs are sent to Daytona.
# Daytona shows a key only once, so nothing is requested before this script has verified that it can write the Secret.
#
# NAMESPACE, SECRET_NAME, SECRET_LABELS (JSON); DAYTONA_API_URL without a trailing slash, DAYTONA_API_KEY;
# REGION_NAME, PROXY_URL; SNAPSHOT_MANAGER_URL and SSH_GATEWAY_URL, unless the region has none; ADOPT_EXISTING, true or
# false.
# RETRY_SECONDS: the pause before the first retry of a call, doubled for each further one.
set -eu
umask 077

SNAPSHOT_MANAGER_URL=${SNAPSHOT_MANAGER_URL:-}
SSH_GATEWAY_URL=${SSH_GATEWAY_URL:-}
TRIES=5

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

# --- the Secret ---------------------------------------------------------------------------------------------------

# The state of the region: {type, data: {id, proxyApiKey, ...}, notes: {region-name, proxy-url, ...}}.
# Earlier versions wrote missing keys as the string null.
read_state() {
  kubectl --namespace "$NAMESPACE" get secret "$SECRET_NAME" --ignore-not-found --output json >secret.json ||
    fail "cannot read Secret $SECRET_NAME; Daytona was not called"
  jq --slurp '(.[0] // {}) as $secret | {
    type: ($secret.type // "Opaque"),
    data: ($secret.data // {}
      | {id, proxyApiKey, snapshotManagerUsername, snapshotManagerPassword, sshGatewayApiKey}
      | map_values(if . == null then "" else @base64d end)
      | with_entries(select(.value != "" and .value != "null"))),
    notes: ($secret.metadata.annotations // {}
      | with_entries(select(.key | startswith("sandbox-charts/")) | .key |= ltrimstr("sandbox-charts/")))
  }' secret.json >state.json || fail "cannot parse Secret $SECRET_NAME; Daytona was not called"
}

# untrack: removes the label, set by earlier versions, that lets Argo CD prune the Secret
untrack() {
  jq --exit-status --slurp '.[0].metadata.labels // {} | has("app.kubernetes.io/instance")' secret.json >/dev/null 2>&1 || return 0
  # shellcheck disable=SC2046 # one word per label
  kubectl --namespace "$NAMESPACE" label secret "$SECRET_NAME" --overwrite app.kubernetes.io/instance- \
    $(printf '%s' "$SECRET_LABELS" | jq --raw-output 'to_entries[] | "\(.key)=\(.value)"') >/dev/null ||
    fail "cannot update Secret $SECRET_NAME; Daytona was not called"
  say "Secret $SECRET_NAME: label app.kubernetes.io/instance removed"
}

known() { jq --raw-output --arg key "$1" '.data[$key] // empty' state.json; }

noted() { jq --raw-output --arg name "$1" '.notes[$name] // empty' state.json; }

# learn FILTER [OPTION...]
learn() {
  filter=$1
  shift
  jq "$@" "$filter" state.json >state.new
  mv state.new state.json
}

note() {
  # shellcheck disable=SC2016 # a variable of jq
  learn '.notes[$name] = $value' --arg name "$1" --arg value "$2"
}

write_secret() {
  jq --arg name "$SECRET_NAME" --argjson labels "$SECRET_LABELS" '{
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      name: $name,
      labels: $labels,
      annotations: (.notes | with_entries(.key |= "sandbox-charts/" + .))
    },
    type: .type,
    data: (.data | map_values(@base64))
  }' state.json >manifest.json
  kubectl --namespace "$NAMESPACE" apply --server-side --force-conflicts --field-manager sandbox-charts \
    --filename manifest.json "$@" >/dev/null
}

# keep: stores the state immediately, because it cannot be requested again
keep() {
  for pause in 1 2 4; do
    if write_secret; then return; fi
    sleep $((pause * ${RETRY_SECONDS:-2}))
  done
  write_secret || fail "cannot write Secret $SECRET_NAME. The keys from Daytona are lost: run again with" \
    "registration.adoptExisting"
}

proved=
prove_access() {
  [ -z "$proved" ] || return 0
  write_secret --dry-run=server || fail "cannot write Secret $SECRET_NAME; nothing was requested from Daytona"
  proved=yes
}

# --- Daytona's API ------------------------------------------------------------------------------------------------

# A key from a file may end in a newline, which messages of the API would not contain.
DAYTONA_API_KEY=$(printf '%s' "$DAYTONA_API_KEY")
# The key is written to a file, because command lines are visible to others.
{
  printf 'Authorization: Bearer %s\n' "$DAYTONA_API_KEY"
  printf 'Content-Type: application/json\nAccept: application/json\n'
} >headers

# explain: the API's message about a failure, with the key masked
explain() {
  jq --raw-output '(.message // .error // empty)
    | if type == "array" then map(tostring) | join("; ") else tostring end
    | split($ENV.DAYTONA_API_KEY) | join("***") | ": " + .[0:300]' reply 2>/dev/null | head -n 1 || true
}

# call METHOD PATH [FILTER [OPTION...]]: writes the response to the file reply, and its code to $status. FILTER creates
# the body. Failed connections and temporary errors are retried.
call() {
  method=$1
  path=$2
  shift 2
  if [ $# -gt 0 ]; then
    filter=$1
    shift
    jq --null-input "$@" "$filter" >body
    set -- --data-binary @body
  fi
  try=1
  pause=${RETRY_SECONDS:-2}
  interrupted=
  while :; do
    : >reply
    status=$(curl --silent --show-error --max-time 30 --request "$method" --header @headers "$@" \
      --output reply --write-out '%{http_code}' "$DAYTONA_API_URL$path" 2>error) || status=000
    case $status in
      000 | 408 | 429 | 5??) ;;
      *) break ;;
    esac
    interrupted=yes
    if [ "$status" = 000 ]; then reason="no response: $(head -n 1 error)"; else reason="$status$(explain)"; fi
    [ "$try" -lt "$TRIES" ] || fail "$method $path: $reason"
    say "$method $path: $reason; retrying"
    sleep "$pause"
    try=$((try + 1))
    pause=$((pause * 2))
  done
}

# succeeded: ends the script unless the call succeeded
succeeded() {
  case $status in
    2??) ;;
    404) not_found ;;
    *) fail "$method $path: $status$(explain)" ;;
  esac
}

# not_found: ends the script. With custom regions disabled, Daytona still lists regions, and responds with 404 only to
# calls that change them.
not_found() {
  said="$method $path: 404$(explain)"
  lists=
  if [ "$method" != GET ]; then
    asked=$path
    call GET /regions
    # shellcheck disable=SC2016 # a variable of jq
    jq --exit-status --slurp --arg path "$asked" '.[0]
      | type == "array" and ($path == "/regions" or any(.[]; .id as $id | $path | split("/") | .[2] == $id))' \
      reply >/dev/null 2>&1 && lists=yes
  fi
  [ -z "$lists" ] || fail "$said. The API responds, so custom regions are disabled in it by the feature flag" \
    "organization_infrastructure. If the API is yours, set its OPENFEATURE_FORCE_ENABLED_FLAGS to" \
    "organization_infrastructure (from v0.173.0; older versions read flags from PostHog only)"
  fail "$said. Is $DAYTONA_API_URL the address of the Daytona API? It usually ends in /api"
}

# answered CONDITION: ends the script unless the call succeeded and its response meets the condition
answered() {
  succeeded
  jq --exit-status --slurp ".[0] | $1" reply >/dev/null 2>&1 ||
    fail "$method $path: $status, but the response is not from the Daytona API: is $DAYTONA_API_URL its address?"
}

# find_region CONDITION OPTION...: writes the custom region to the file region; fails if there is none
find_region() {
  condition=$1
  shift
  call GET /regions
  answered 'type == "array"'
  jq --exit-status "$@" "map(select(.regionType == \"custom\" and ($condition))) | first // empty" reply >region
}

# --- what to do ---------------------------------------------------------------------------------------------------

# shellcheck disable=SC2016 # variables of jq
register() {
  prove_access
  call POST /regions '{name: $name, proxyUrl: $proxy}
    + if $snapshots == "" then {} else {snapshotManagerUrl: $snapshots} end
    + if $ssh == "" then {} else {sshGatewayUrl: $ssh} end' \
    --arg name "$REGION_NAME" --arg proxy "$PROXY_URL" --arg snapshots "$SNAPSHOT_MANAGER_URL" --arg ssh "$SSH_GATEWAY_URL"
  if [ "$status" = 409 ]; then
    adopt
    return
  fi
  answered '[.id, .proxyApiKey] | all(type == "string" and . != "")'
  learn '.data += ($reply[0]
    | {id, proxyApiKey, snapshotManagerUsername, snapshotManagerPassword, sshGatewayApiKey}
    | with_entries(select((.value | type) == "string" and .value != "")))' --slurpfile reply reply
  note region-name "$REGION_NAME"
  note proxy-url "$PROXY_URL"
  note snapshot-manager-url "$SNAPSHOT_MANAGER_URL"
  note ssh-gateway-url "$SSH_GATEWAY_URL"
  keep
  say "Region $REGION_NAME is registered"
}

# shellcheck disable=SC2016 # variables of jq
adopt() {
  if [ "$ADOPT_EXISTING" != true ]; then
    hint=
    [ -z "$interrupted" ] || hint=' An earlier attempt of this run may have created it.'
    fail "region $REGION_NAME already exists$(explain).$hint If it is yours, set registration.adoptExisting: its keys" \
      "are then replaced, and anything that uses the old ones stops working"
  fi
  find_region '.name == $name' --arg name "$REGION_NAME" ||
    fail "region $REGION_NAME already exists, but is not a custom region of this organization: choose another name"
  call POST "/regions/$(jq --raw-output .id region)/regenerate-proxy-api-key"
  answered '.apiKey | type == "string" and . != ""'
  learn '.data += {id: $region[0].id, proxyApiKey: $reply[0].apiKey}' --slurpfile region region --slurpfile reply reply
  note_live
  keep
  say "Region $REGION_NAME is taken over; its old proxy key no longer works"
}

# note_live: records Daytona's settings of the region, from the file region
note_live() {
  note region-name "$(jq --raw-output '.name // empty' region)"
  note proxy-url "$(jq --raw-output '.proxyUrl // empty' region)"
  note snapshot-manager-url "$(jq --raw-output '.snapshotManagerUrl // empty' region)"
  note ssh-gateway-url "$(jq --raw-output '.sshGatewayUrl // empty' region)"
}

# A Secret that was created by another tool does not record Daytona's settings.
# shellcheck disable=SC2016 # variables of jq
recognise() {
  if [ -z "$(noted region-name)" ]; then
    find_region '.id == $id' --arg id "$(known id)" ||
      fail "Secret $SECRET_NAME belongs to a region that Daytona does not list: delete the Secret to register a new one"
    note_live
    prove_access
    keep
  fi
  [ "$(noted region-name)" = "$REGION_NAME" ] ||
    fail "Secret $SECRET_NAME belongs to region $(noted region-name), and a region cannot be renamed: set regionName" \
      "back, or delete the Secret to register $REGION_NAME as an additional region"
  say "Region $REGION_NAME is already registered"
}

# change_url FIELD NOTE URL
# shellcheck disable=SC2016 # variables of jq
change_url() {
  [ "$(noted "$2")" != "$3" ] || return 0
  prove_access
  call PATCH "/regions/$(known id)" '{($field): $url}' --arg field "$1" --arg url "$3"
  succeeded
  note "$2" "$3"
  keep
  say "Region $REGION_NAME: $1 is now $3"
}

# shellcheck disable=SC2016 # variables of jq
snapshot_login() {
  [ -z "$(known snapshotManagerUsername)" ] || [ -z "$(known snapshotManagerPassword)" ] || return 0
  prove_access
  call POST "/regions/$(known id)/regenerate-snapshot-manager-credentials"
  answered '[.username, .password] | all(type == "string" and . != "")'
  learn '.data += {snapshotManagerUsername: $reply[0].username, snapshotManagerPassword: $reply[0].password}' \
    --slurpfile reply reply
  keep
  say "Region $REGION_NAME: the snapshot manager has a new login"
}

# shellcheck disable=SC2016 # variables of jq
ssh_gateway_key() {
  [ -z "$(known sshGatewayApiKey)" ] || return 0
  prove_access
  call POST "/regions/$(known id)/regenerate-ssh-gateway-api-key"
  answered '.apiKey | type == "string" and . != ""'
  learn '.data += {sshGatewayApiKey: $reply[0].apiKey}' --slurpfile reply reply
  keep
  say "Region $REGION_NAME: the SSH gateway has a new key"
}

read_state
untrack
if [ -n "$(known id)" ] && [ -n "$(known proxyApiKey)" ]; then
  recognise
else
  register
fi
change_url proxyUrl proxy-url "$PROXY_URL"
if [ -n "$SNAPSHOT_MANAGER_URL" ]; then
  change_url snapshotManagerUrl snapshot-manager-url "$SNAPSHOT_MANAGER_URL"
  snapshot_login
fi
if [ -n "$SSH_GATEWAY_URL" ]; then
  change_url sshGatewayUrl ssh-gateway-url "$SSH_GATEWAY_URL"
  ssh_gateway_key
fi
