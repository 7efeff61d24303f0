# Tools, packages and files of the node: the first part of the installer. All parts are joined into one script.
#
# AIRGAPPED_MODE=true uses packages from PACKAGES, in its folders dependencies, docker and sysbox. HOST_ALIASES has lines
# of "IP NAME". ROOT is empty except in tests.
set -eu
umask 022

ROOT=${ROOT:-}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 143' TERM INT

say() { printf '%s\n' "$*"; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }
airgapped() { [ "$AIRGAPPED_MODE" = true ]; }

preflight() {
  [ "$(id -u)" = 0 ] || fail 'must run as root'
  [ "$(uname -m)" = x86_64 ] || fail "Docker and Sysbox need x86_64, but this node is $(uname -m)"
  has systemctl || fail 'the node has no systemd'
  if has apt-get; then packager=apt
  elif has dnf; then packager=dnf
  elif has yum; then packager=yum
  else fail 'the node has neither apt nor dnf nor yum'
  fi
}

# install_files FOLDER: installs all its packages at once, so that their order does not matter. False if there are none.
install_files() {
  for file in "$1"/*.deb; do
    [ -e "$file" ] || break
    has dpkg || fail "$1 contains Debian packages, which this node cannot install"
    say "installing the packages in $1"
    dpkg --install "$1"/*.deb || fail "cannot install the packages in $1"
    return
  done
  for file in "$1"/*.rpm; do
    [ -e "$file" ] || break
    has rpm || fail "$1 contains RPM packages, which this node cannot install"
    say "installing the packages in $1"
    rpm --upgrade --replacepkgs "$1"/*.rpm || fail "cannot install the packages in $1"
    return
  done
  return 1
}

install_packages() {
  say "installing $*"
  if [ "$packager" = apt ]; then
    DEBIAN_FRONTEND=noninteractive apt-get -qq update
    DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends "$@"
  else
    "$packager" --assumeyes --quiet install "$@"
  fi
}

# dependencies TOOL=PACKAGE...
dependencies() {
  missing=
  for pair in "$@"; do
    has "${pair%%=*}" || missing="$missing ${pair#*=}"
  done
  [ -n "$missing" ] || return 0
  if airgapped; then
    install_files "$PACKAGES/dependencies" || fail "missing on the node:$missing; $PACKAGES/dependencies has no packages"
  else
    # shellcheck disable=SC2086 # one word per package
    install_packages $missing
  fi
  for pair in "$@"; do
    has "${pair%%=*}" || fail "${pair%%=*} is still missing on the node"
  done
}

# checked FILE SHA256
checked() {
  found=$(sha256sum "$1")
  [ "${found%% *}" = "$2" ] || fail "$1 has the checksum ${found%% *}, not $2"
}

# download URL SHA256 FILE
download() {
  say "downloading $1"
  if has curl; then
    curl --fail --silent --show-error --location --proto '=https' --retry 5 --output "$3" "$1"
  else
    wget --quiet --https-only --tries 5 --output-document "$3" "$1"
  fi
  checked "$3" "$2"
}

# replace FILE: replaces it atomically with standard input. False if nothing changed. It is called as a condition, so
# `set -e` has no effect in it.
replace() {
  cat >"$1.new" || fail "cannot write $1.new"
  if cmp -s "$1.new" "$1"; then
    rm "$1.new"
    return 1
  fi
  mv "$1.new" "$1" || fail "cannot replace $1"
}

BEGIN='# daytona-runner: begin'
END='# daytona-runner: end'

host_aliases() {
  hosts=$ROOT/etc/hosts
  [ -n "$HOST_ALIASES" ] || grep -qsF "$BEGIN" "$hosts" || return 0
  sed "/^$BEGIN\$/,/^$END\$/d" "$hosts" >"$work/hosts"
  [ -z "$HOST_ALIASES" ] || printf '%s\n%s\n%s\n' "$BEGIN" "$HOST_ALIASES" "$END" >>"$work/hosts"
  # In place, because containers may have mounted this file.
  cmp -s "$work/hosts" "$hosts" || cat "$work/hosts" >"$hosts"
}
