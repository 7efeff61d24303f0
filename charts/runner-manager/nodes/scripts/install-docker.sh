# Installs Docker and Sysbox on a node and keeps them running: the last part of the installer, after node.sh and
# docker-storage.sh. It runs as root in the node's namespaces, is safe to run more than once, and stops at the first
# error.
#
# DOCKER_URL, DOCKER_SHA256, SYSBOX_URL, SYSBOX_SHA256; DNS, separated by spaces.
# shellcheck shell=sh disable=SC2154

PROGRAMS=/opt/daytona/docker
UNIT=/etc/systemd/system/docker.service
SETTINGS=/etc/docker/daemon.json
CHECK_SECONDS=${CHECK_SECONDS:-60}

# --- Docker

docker_unit() {
  cat <<UNIT
[Unit]
Description=Docker for Daytona sandboxes
After=network-online.target sysbox.service
Wants=network-online.target
RequiresMountsFor=$DOCKER_DATA

[Service]
Type=notify
Environment=PATH=$PROGRAMS:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
ExecStart=$PROGRAMS/dockerd
ExecReload=/bin/kill -s HUP \$MAINPID
Restart=always
RestartSec=2
LimitNOFILE=infinity
LimitNPROC=infinity
LimitCORE=infinity
TasksMax=infinity
Delegate=yes
KillMode=process
OOMScoreAdjust=-500

[Install]
WantedBy=multi-user.target
UNIT
}

# The programs are not in PATH, so that the node's own containerd does not find another runc.
unpack_docker() {
  rm -rf "$ROOT$PROGRAMS.new"
  mkdir -p "$ROOT$PROGRAMS.new"
  tar --extract --gzip --file "$1" --strip-components 1 --directory "$ROOT$PROGRAMS.new"
  rm -rf "${ROOT:?}$PROGRAMS"
  mv "$ROOT$PROGRAMS.new" "$ROOT$PROGRAMS"
  [ -e "$ROOT/usr/local/bin/docker" ] || { mkdir -p "$ROOT/usr/local/bin"; ln -s "$PROGRAMS/docker" "$ROOT/usr/local/bin/docker"; }
  mkdir -p "$ROOT${UNIT%/*}"
  # Renamed only after it is complete, because Docker then counts as installed.
  docker_unit >"$ROOT$UNIT.new"
  mv "$ROOT$UNIT.new" "$ROOT$UNIT"
}

docker_programs() {
  if systemctl cat docker.service >/dev/null 2>&1; then
    say 'Docker is already installed'
    return
  fi
  if ! airgapped; then
    download "$DOCKER_URL" "$DOCKER_SHA256" "$work/docker.tgz"
    unpack_docker "$work/docker.tgz"
  elif [ -e "$PACKAGES/docker/${DOCKER_URL##*/}" ]; then
    checked "$PACKAGES/docker/${DOCKER_URL##*/}" "$DOCKER_SHA256"
    unpack_docker "$PACKAGES/docker/${DOCKER_URL##*/}"
  else
    install_files "$PACKAGES/docker" || fail "$PACKAGES/docker contains neither ${DOCKER_URL##*/} nor packages"
  fi
  systemctl daemon-reload
}

# --- Sysbox

# Without dpkg: unpacks the files, and does what the package's scripts would do.
unpack_sysbox() {
  dependencies ar=binutils
  (cd "$work" && ar x "$1")
  for data in "$work"/data.tar.*; do tar --extract --file "$data" --directory "$ROOT/"; done
  id sysbox >/dev/null 2>&1 || useradd --system --no-create-home --shell /sbin/nologin sysbox
  for file in "$ROOT/etc/subuid" "$ROOT/etc/subgid"; do
    grep -qs '^sysbox:' "$file" || printf 'sysbox:%s:65536\n' 1245184 >>"$file"
  done
  sysctl --quiet --system
}

sysbox_programs() {
  if systemctl cat sysbox.service >/dev/null 2>&1; then
    say 'Sysbox is already installed'
    return
  fi
  if airgapped; then
    package=$PACKAGES/sysbox/${SYSBOX_URL##*/}
    [ -e "$package" ] || fail "$PACKAGES/sysbox does not contain ${SYSBOX_URL##*/}"
    checked "$package" "$SYSBOX_SHA256"
  else
    package=$work/${SYSBOX_URL##*/}
    download "$SYSBOX_URL" "$SYSBOX_SHA256" "$package"
  fi
  if [ "$packager" != apt ]; then unpack_sysbox "$package"
  elif airgapped; then dpkg --install "$package"
  else install_packages "$package"
  fi
  systemctl daemon-reload
}
