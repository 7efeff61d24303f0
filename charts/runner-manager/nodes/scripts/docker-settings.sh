# --- settings and services

# Keeps all other settings.
settings() {
  file=$ROOT$SETTINGS
  [ -s "$file" ] || { mkdir -p "$(dirname "$file")"; printf '{}\n' >"$file"; }
  # shellcheck disable=SC2016 # jq's own variables
  jq --arg dns "$DNS" '. * {
      "runtimes": {"sysbox-runc": {"path": "/usr/bin/sysbox-runc"}},
      "default-runtime": "sysbox-runc",
      "log-driver": "json-file",
      "log-opts": {"max-size": "10m", "max-file": "3"}
    } | if $dns == "" then . else .dns = ($dns | split(" ")) end' "$file" >"$work/daemon.json" || fail "$SETTINGS is not valid JSON"
}

services() {
  systemctl enable --quiet sysbox docker
  systemctl start sysbox
  settings
  if replace "$ROOT$SETTINGS" <"$work/daemon.json"; then systemctl restart docker; else systemctl start docker; fi
}
