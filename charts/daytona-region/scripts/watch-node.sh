# Keeps the services of a node and its rules in place: a part of the installer, after node.sh and sandbox-isolation.sh.
# shellcheck shell=sh disable=SC2154,SC2034

# Ends with the pod, and fails if sandboxes can no longer be isolated. Tests set a number of rounds.
watch() {
  rounds=${ROUNDS:-0}
  while :; do
    sleep "$CHECK_SECONDS" &
    wait $!
    isolation
    for name in sysbox docker; do
      systemctl is-active --quiet "$name" && continue
      say "$name is not running: restarting it"
      systemctl restart "$name" || say "cannot restart $name: see journalctl --unit $name"
    done
    [ "$rounds" != 1 ] || break
    rounds=$((rounds - 1))
  done
}
