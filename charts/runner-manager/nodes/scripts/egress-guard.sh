# Blocks access from sandboxes to the cloud's metadata service and to kubelets. Runs in the host network.
#
# Sandboxes are Docker containers, which NetworkPolicies do not cover. All of their traffic enters the node through a
# Docker bridge, so it is dropped there, in the raw table: before the rules of Docker, kube-proxy and network plugins,
# whether its destination is this node or another one.
#
# INTERFACES, ADDRESSES and PORTS are separated by spaces. CHECK_SECONDS is the time between checks. The file READY
# exists once the rules are in place. ROOT is empty except in tests.
set -eu

CHAIN=DAYTONA-EGRESS
ROOT=${ROOT:-}

say() { printf '%s\n' "$*"; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

# A node without IPv6 may not have ip6tables.
has_ipv6() { [ -s "$ROOT/proc/net/if_inet6" ]; }

# addresses_of TOOL
addresses_of() {
  for address in $ADDRESSES; do
    case $address in
      *:*) tool=ip6tables ;;
      *) tool=iptables ;;
    esac
    [ "$tool" != "$1" ] || printf '%s\n' "$address"
  done
}

# rules TOOL: the whole chain, which replaces the old one atomically
rules() {
  printf '*raw\n:%s - [0:0]\n' "$CHAIN"
  for address in $(addresses_of "$1"); do
    # On some clouds the same address answers DNS.
    printf -- "-A $CHAIN -d %s -p udp -m udp --dport 53 -j RETURN\n" "$address"
    printf -- "-A $CHAIN -d %s -p tcp -m tcp --dport 53 -j RETURN\n" "$address"
    printf -- "-A $CHAIN -d %s -j DROP\n" "$address"
  done
  for port in $PORTS; do
    printf -- "-A $CHAIN -p tcp -m tcp --dport %s -j DROP\n" "$port"
  done
  printf 'COMMIT\n'
}

# install TOOL
install() {
  command -v "$1-restore" >/dev/null || fail "the image has no $1"
  rules "$1" | "$1-restore" --wait 10 --noflush || fail "$1-restore cannot write the raw table"
  for interface in $INTERFACES; do
    if ! "$1" --wait 10 --table raw --check PREROUTING --in-interface "$interface" --jump "$CHAIN" 2>/dev/null; then
      "$1" --wait 10 --table raw --insert PREROUTING 1 --in-interface "$interface" --jump "$CHAIN" ||
        fail "$1 cannot insert into PREROUTING"
    fi
  done
}

# The probe looks for this file.
rm -f "$READY"
rounds=${ROUNDS:-0}
while :; do
  install iptables
  if has_ipv6; then install ip6tables; fi
  [ -e "$READY" ] || say "blocking traffic from $INTERFACES to $ADDRESSES, and to ports $PORTS of all nodes"
  : >"$READY"
  [ "$rounds" != 1 ] || break
  rounds=$((rounds - 1))
  sleep "$CHECK_SECONDS" &
  wait $!
done
