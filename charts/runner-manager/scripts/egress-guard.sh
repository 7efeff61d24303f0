# Keeps sandboxes from the metadata service of the cloud and from kubelets. It runs in the network of the node.
#
# Sandboxes are containers of Docker, which no NetworkPolicy covers. Everything that they send enters the node through a
# bridge of Docker, so it is stopped there, in the table raw: in front of Docker, kube-proxy and network plugins,
# whatever their rules say, and whether it goes to this node or beyond it.
#
# INTERFACES, ADDRESSES and PORTS are separated by spaces. CHECK_SECONDS between two checks. READY is a file that
# is there once everything is in place. ROOT is empty but for tests.
set -eu

CHAIN=DAYTONA-EGRESS
ROOT=${ROOT:-}

say() { printf '%s\n' "$*"; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

# A node without IPv6 may have no ip6tables either.
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

# rules TOOL: the whole chain, which replaces the old one at once
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
  rules "$1" | "$1-restore" --wait 10 --noflush || fail "$1-restore cannot write the table raw"
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
  [ -e "$READY" ] || say "what comes in by $INTERFACES cannot reach $ADDRESSES, nor the ports $PORTS of any node"
  : >"$READY"
  [ "$rounds" != 1 ] || break
  rounds=$((rounds - 1))
  sleep "$CHECK_SECONDS" &
  wait $!
done
