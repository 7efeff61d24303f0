# Limits what sandboxes can reach. Runs in the host network.
#
# Sandboxes are Docker containers, which NetworkPolicies do not cover. All of their traffic enters the node through a
# Docker bridge. The mangle table sees it after connection tracking and before the rules of Docker, kube-proxy and network
# plugins: in PREROUTING with the address that a sandbox connects to, in FORWARD with the address behind a Service.
#
# MODE is blocklist or allowlist. INTERFACES, DNS, ALLOW, BLOCK and HOST_PORTS are separated by spaces. CHECK_SECONDS is the
# time between checks. The file READY exists once the rules are in place. ROOT is empty except in tests.
set -eu

POLICY=DAYTONA-POLICY
HOST=DAYTONA-HOST-PORTS
ROOT=${ROOT:-}

say() { printf '%s\n' "$*"; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

# A node without IPv6 may not have ip6tables.
has_ipv6() { [ -s "$ROOT/proc/net/if_inet6" ]; }

# of_family TOOL ADDRESS...
of_family() {
  family=$1
  shift
  for address in "$@"; do
    case $address in
      *:*) [ "$family" = iptables ] || printf '%s\n' "$address" ;;
      *) [ "$family" = ip6tables ] || printf '%s\n' "$address" ;;
    esac
  done
}

# rules TOOL: the whole chains, which replace the old ones atomically
# shellcheck disable=SC2086 # one word per address
rules() {
  printf '*mangle\n:%s - [0:0]\n:%s - [0:0]\n' "$POLICY" "$HOST"
  say "-A $POLICY -m conntrack --ctstate RELATED,ESTABLISHED -j RETURN"
  if [ "$1" = ip6tables ]; then
    # Without these, IPv6 finds no neighbors.
    say "-A $POLICY -p ipv6-icmp -m icmp6 --icmpv6-type 135 -j RETURN"
    say "-A $POLICY -p ipv6-icmp -m icmp6 --icmpv6-type 136 -j RETURN"
  fi
  for address in $(of_family "$1" $DNS); do
    printf -- "-A $POLICY -d %s -p udp -m udp --dport 53 -j RETURN\n" "$address"
    printf -- "-A $POLICY -d %s -p tcp -m tcp --dport 53 -j RETURN\n" "$address"
  done
  for address in $(of_family "$1" $ALLOW); do printf -- "-A $POLICY -d %s -j RETURN\n" "$address"; done
  if [ "$MODE" = allowlist ]; then
    say "-A $POLICY -j DROP"
  else
    for address in $(of_family "$1" $BLOCK); do printf -- "-A $POLICY -d %s -j DROP\n" "$address"; done
  fi
  for port in $HOST_PORTS; do printf -- "-A $HOST -p tcp -m tcp --dport %s -j DROP\n" "$port"; done
  printf 'COMMIT\n'
}

# jump TOOL FROM INTERFACE TO
jump() {
  "$1" --wait 10 --table mangle --check "$2" --in-interface "$3" --jump "$4" 2>/dev/null ||
    "$1" --wait 10 --table mangle --insert "$2" 1 --in-interface "$3" --jump "$4" ||
    fail "$1 cannot insert into $2"
}

# install TOOL
install() {
  command -v "$1-restore" >/dev/null || fail "the image has no $1"
  rules "$1" | "$1-restore" --wait 10 --noflush || fail "$1-restore cannot write the mangle table"
  for interface in $INTERFACES; do
    jump "$1" PREROUTING "$interface" "$POLICY"
    jump "$1" FORWARD "$interface" "$POLICY"
    # In INPUT a port is one of the node itself: sandboxes still reach that port of other hosts.
    jump "$1" INPUT "$interface" "$HOST"
  done
}

case $MODE in
  blocklist | allowlist) ;;
  *) fail "MODE is $MODE, not blocklist or allowlist" ;;
esac
# The probe looks for this file.
rm -f "$READY"
rounds=${ROUNDS:-0}
while :; do
  install iptables
  if has_ipv6; then install ip6tables; fi
  [ -e "$READY" ] || say "traffic from $INTERFACES is limited by a $MODE"
  : >"$READY"
  [ "$rounds" != 1 ] || break
  rounds=$((rounds - 1))
  sleep "$CHECK_SECONDS" &
  wait $!
done
