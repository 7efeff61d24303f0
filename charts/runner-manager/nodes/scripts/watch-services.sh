# Ends with the pod. Tests set a number of rounds.
watch() {
  rounds=${ROUNDS:-0}
  while :; do
    sleep "$CHECK_SECONDS" &
    wait $!
    for name in sysbox docker; do
      systemctl is-active --quiet "$name" && continue
      say "$name is not running: restarting it"
      systemctl restart "$name" || say "cannot restart $name: see journalctl --unit $name"
    done
    [ "$rounds" != 1 ] || break
    rounds=$((rounds - 1))
  done
}
