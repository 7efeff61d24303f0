# Settings of Docker and BuildKit on a node: a part of the installer, after node.sh and sandbox-isolation.sh.
#
# LIVE_RESTORE and SANDBOX_ISOLATION are true or false; DNS, INSECURE_REGISTRIES, BUILDKIT_NAMESERVERS, BUILDKIT_SEARCH
# and BUILDKIT_OPTIONS are separated by spaces.
# shellcheck shell=sh disable=SC2154,SC2034

BUILDKIT=/etc/buildkit/buildkitd.toml
WRITTEN='# Written by daytona-runner.'

# Keeps all other settings.
settings() {
  file=$ROOT$SETTINGS
  [ -s "$file" ] || { mkdir -p "$(dirname "$file")"; printf '{}\n' >"$file"; }
  # shellcheck disable=SC2016 # jq's own variables
  jq --arg dns "$DNS" --arg registries "$INSECURE_REGISTRIES" \
    --argjson live "$LIVE_RESTORE" --argjson isolation "$SANDBOX_ISOLATION" '. * {
      "runtimes": {"sysbox-runc": {"path": "/usr/bin/sysbox-runc"}},
      "default-runtime": "sysbox-runc",
      "live-restore": $live,
      "log-driver": "json-file",
      "log-opts": {"max-size": "10m", "max-file": "3"}
    }
    | if $isolation then .icc = false else . end
    | if $dns == "" then . else .dns = ($dns | split(" ")) end
    | if $registries == "" then . else ."insecure-registries" = ($registries | split(" ")) end' \
    "$file" >"$work/daemon.json" || fail "$SETTINGS is not valid JSON"
}

# toml_list NAME WORDS
toml_list() {
  [ -z "$2" ] || printf '  %s = %s\n' "$1" "$(jq --null-input --compact-output --arg words "$2" '$words | split(" ")')"
}

# Builds do not use the DNS servers of Docker.
buildkit() {
  file=$ROOT$BUILDKIT
  if [ -z "$BUILDKIT_NAMESERVERS" ]; then
    if grep -qsxF "$WRITTEN" "$file"; then rm "$file"; fi
    return 0
  fi
  mkdir -p "${file%/*}"
  if [ -e "$file" ] && ! grep -qxF "$WRITTEN" "$file"; then
    say "moving $BUILDKIT to $BUILDKIT.saved"
    mv "$file" "$file.saved"
  fi
  {
    printf '%s\n[dns]\n' "$WRITTEN"
    toml_list nameservers "$BUILDKIT_NAMESERVERS"
    toml_list searchDomains "$BUILDKIT_SEARCH"
    toml_list options "$BUILDKIT_OPTIONS"
  } >"$work/buildkitd.toml"
  replace "$file" <"$work/buildkitd.toml" || return 0
}

# Docker reads icc only when it starts without containers, and the rules of the node apply without it.
comparable() { jq --sort-keys 'del(.icc)' "$ROOT$SETTINGS"; }

services() {
  systemctl enable --quiet sysbox docker
  systemctl start sysbox
  # Before Docker starts, so that no sandbox runs without the rules.
  isolation
  buildkit
  settings
  before=$(comparable)
  if replace "$ROOT$SETTINGS" <"$work/daemon.json" && [ "$(comparable)" != "$before" ]; then
    systemctl restart docker
  else
    systemctl start docker
  fi
}
