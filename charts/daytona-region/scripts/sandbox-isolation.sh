# Keeps sandboxes on Docker's default bridge from reaching each other: a part of the installer, after node.sh.
#
# A program on the node inserts the rules. Docker runs it before each start, and does not start if it fails.
#
# SANDBOX_ISOLATION is true or false.
# shellcheck shell=sh disable=SC2154,SC2034

ISOLATE=/opt/daytona/isolate-sandboxes
DROP_IN=/etc/systemd/system/docker.service.d/daytona-isolation.conf

isolate_program() {
  cat <<'PROGRAM'
#!/bin/sh
# Drops traffic between containers on docker0. Written by daytona-runner. With "remove", removes the rules.
set -eu

ROOT=${ROOT:-}

fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

# Containers of one bridge reach each other below IP, which the rules see only with this setting.
filter_bridges() {
  modprobe br_netfilter 2>/dev/null || true
  setting=$ROOT/proc/sys/net/bridge/bridge-nf-call-$1
  { echo 1 >"$setting"; } 2>/dev/null || true
  [ "$(cat "$setting" 2>/dev/null)" = 1 ] || fail "$setting is not 1: rules would not apply to traffic within docker0"
}

# rule TOOL --check|--insert|--delete [POSITION]
rule() {
  tool=$1
  action=$2
  shift 2
  "$tool" --wait 10 --table mangle "$action" FORWARD "$@" --in-interface docker0 --out-interface docker0 --jump DROP
}

for tool in iptables ip6tables; do
  # A node without IPv6 may not have ip6tables.
  if [ "$tool" = ip6tables ] && ! [ -s "$ROOT/proc/net/if_inet6" ]; then continue; fi
  if [ "${1:-}" = remove ]; then
    while rule "$tool" --check 2>/dev/null; do rule "$tool" --delete; done
    continue
  fi
  filter_bridges "$tool"
  rule "$tool" --check 2>/dev/null || rule "$tool" --insert 1 || fail "$tool cannot insert into FORWARD"
done
PROGRAM
}

isolation() {
  if [ "$SANDBOX_ISOLATION" != true ]; then
    [ -e "$ROOT$ISOLATE" ] || return 0
    "$ROOT$ISOLATE" remove || fail 'cannot remove the rules between sandboxes'
    rm -f "$ROOT$DROP_IN" "$ROOT$ISOLATE"
    systemctl daemon-reload
    return 0
  fi
  mkdir -p "$ROOT${ISOLATE%/*}" "$ROOT${DROP_IN%/*}"
  isolate_program >"$work/isolate"
  printf '[Service]\nExecStartPre=%s\n' "$ISOLATE" >"$work/drop-in"
  if replace "$ROOT$ISOLATE" <"$work/isolate"; then chmod 755 "$ROOT$ISOLATE"; fi
  if replace "$ROOT$DROP_IN" <"$work/drop-in"; then systemctl daemon-reload; fi
  "$ROOT$ISOLATE" || fail 'sandboxes are not isolated from each other'
}
