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

preflight
dependencies mkfs.xfs=xfsprogs jq=jq iptables=iptables rsync=rsync fusermount=fuse
host_aliases
storage
docker_programs
sysbox_programs
services
say "Docker: $("${ROOT}$PROGRAMS/dockerd" --version 2>/dev/null || docker --version)"
say "Sysbox: $(sysbox-runc --version | sed -n 1,2p | tr '\n' ' ')"
watch
