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
