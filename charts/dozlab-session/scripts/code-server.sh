# Starts VS Code on every address of the pod; the password comes from the environment.
set -eu

exec code-server \
  --bind-addr 0.0.0.0:8080 \
  --auth password \
  --disable-telemetry \
  --disable-update-check \
  /workspace
