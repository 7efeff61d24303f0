# Maintains a TLS Secret with a certificate signed by its own CA.
#
# A valid certificate is kept: it names exactly HOSTS, matches its key and does not expire within RENEW_DAYS.
# Anything else is replaced. The CA is kept as long as it outlives its certificates, so that clients that trust it
# continue to do so.
#
# NAMESPACE, SECRET_NAME, CA_SECRET_NAME; HOSTS, separated by spaces; VALID_DAYS, RENEW_DAYS; LABELS, as JSON.
set -eu
set -f # a host may start with *
umask 077

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

DAY=86400
CA_EXTRA_DAYS=3650

say() { printf '%s\n' "$*"; }

for tool in kubectl jq openssl; do
  command -v "$tool" >/dev/null || { say "the image has no $tool" >&2; exit 1; }
done

# quietly COMMAND...: prints its output only if it fails
quietly() {
  "$@" 2>said || { cat said >&2; exit 1; }
}

# read_secret NAME: into NAME.json, empty if it does not exist. Any other API error ends the script.
read_secret() {
  kubectl --namespace "$NAMESPACE" get secret "$1" --ignore-not-found --output json >"$1.json"
}

# untrack NAME: removes the label, set by earlier versions, that lets Argo CD prune the Secret
untrack() {
  jq --exit-status --slurp '.[0].metadata.labels // {} | has("app.kubernetes.io/instance")' "$1.json" >/dev/null 2>&1 || return 0
  # shellcheck disable=SC2046 # one word per label
  kubectl --namespace "$NAMESPACE" label secret "$1" --overwrite app.kubernetes.io/instance- \
    $(printf '%s' "$LABELS" | jq --raw-output 'to_entries[] | "\(.key)=\(.value)"') >/dev/null
  say "Secret $1: label app.kubernetes.io/instance removed"
}

# unpack NAME KEY FILE
unpack() {
  jq --raw-output --arg key "$2" '.data[$key] // empty' "$1.json" >"$3.base64"
  base64 -d <"$3.base64" >"$3"
}

# belongs CERTIFICATE KEY
belongs() {
  of_certificate=$(openssl x509 -in "$1" -noout -pubkey 2>/dev/null) || return 1
  of_key=$(openssl pkey -in "$2" -pubout 2>/dev/null) || return 1
  [ "$of_certificate" = "$of_key" ]
}

# lasts CERTIFICATE DAYS
lasts() {
  openssl x509 -in "$1" -noout -checkend $(($2 * DAY)) >/dev/null 2>&1
}

hosts_of() {
  openssl x509 -in "$1" -noout -ext subjectAltName 2>/dev/null |
    tr ',' '\n' | sed -n 's/^ *DNS: *//p' | LC_ALL=C sort -u
}

# shellcheck disable=SC2086 # one word per host
wanted_hosts() { printf '%s\n' $HOSTS | LC_ALL=C sort -u; }

# write_secret NAME TYPE: from tls.crt, tls.key and ca.crt of the folder NAME
write_secret() {
  jq --null-input --arg name "$1" --arg type "$2" --argjson labels "$LABELS" \
    --rawfile certificate "$1/tls.crt" --rawfile key "$1/tls.key" --rawfile authority "$1/ca.crt" '{
      apiVersion: "v1",
      kind: "Secret",
      metadata: {name: $name, labels: $labels},
      type: $type,
      data: {
        "tls.crt": ($certificate | @base64),
        "tls.key": ($key | @base64),
        "ca.crt": ($authority | @base64)
      }
    }' >"$1.new.json"
  kubectl --namespace "$NAMESPACE" apply --server-side --force-conflicts --field-manager sandbox-charts \
    --filename "$1.new.json"
}

# type_of NAME: a Secret cannot change its type
type_of() {
  type=$(jq --raw-output '.type // empty' "$1.json")
  say "${type:-kubernetes.io/tls}"
}

why_replace() {
  if [ ! -s tls.crt ]; then
    say 'it does not exist yet'
  elif ! belongs tls.crt tls.key; then
    say 'the current one does not match its key'
  elif [ "$(hosts_of tls.crt)" != "$(wanted_hosts)" ]; then
    say 'the host names changed'
  elif ! lasts tls.crt "$RENEW_DAYS"; then
    say "the current one expires within $RENEW_DAYS days"
  fi
}

make_authority() {
  cat >ca.cnf <<CONFIG
[req]
distinguished_name = name
x509_extensions = authority
prompt = no
[name]
CN = self-signed
OU = $(printf '%.64s' "$CA_SECRET_NAME")
[authority]
basicConstraints = critical, CA:true, pathlen:0
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
CONFIG
  quietly openssl req -x509 -config ca.cnf -newkey rsa:2048 -sha256 -nodes -days $((VALID_DAYS + CA_EXTRA_DAYS)) \
    -keyout ca.key -out ca.crt
  mkdir "$CA_SECRET_NAME"
  cp ca.crt "$CA_SECRET_NAME/tls.crt"
  cp ca.key "$CA_SECRET_NAME/tls.key"
  cp ca.crt "$CA_SECRET_NAME/ca.crt"
  write_secret "$CA_SECRET_NAME" "$(type_of "$CA_SECRET_NAME")"
}

issue() {
  names=$(wanted_hosts | sed 's/^/DNS:/' | tr '\n' ',')
  cat >leaf.cnf <<CONFIG
[req]
distinguished_name = name
prompt = no
[name]
CN = self-signed
[leaf]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature, keyEncipherment
extendedKeyUsage = serverAuth
subjectAltName = ${names%,}
CONFIG
  mkdir "$SECRET_NAME"
  quietly openssl req -new -config leaf.cnf -newkey rsa:2048 -sha256 -nodes \
    -keyout "$SECRET_NAME/tls.key" -out leaf.csr
  quietly openssl x509 -req -in leaf.csr -CA ca.crt -CAkey ca.key -CAcreateserial -sha256 -days "$VALID_DAYS" \
    -extfile leaf.cnf -extensions leaf -out "$SECRET_NAME/tls.crt"
  cp ca.crt "$SECRET_NAME/ca.crt"
  write_secret "$SECRET_NAME" "$(type_of "$SECRET_NAME")"
}

for name in "$SECRET_NAME" "$CA_SECRET_NAME"; do
  read_secret "$name"
  untrack "$name"
done
unpack "$SECRET_NAME" tls.crt tls.crt
unpack "$SECRET_NAME" tls.key tls.key
reason=$(why_replace)
if [ -z "$reason" ]; then
  say "Secret $SECRET_NAME: certificate is valid, nothing to do"
  exit 0
fi
say "Secret $SECRET_NAME: issuing a certificate for $HOSTS: $reason"

unpack "$CA_SECRET_NAME" tls.crt ca.crt
unpack "$CA_SECRET_NAME" tls.key ca.key
if belongs ca.crt ca.key && lasts ca.crt "$VALID_DAYS"; then
  say "Secret $CA_SECRET_NAME: keeping the CA"
else
  say "Secret $CA_SECRET_NAME: creating a new CA; clients that trust the old one must be updated"
  make_authority
fi
issue
