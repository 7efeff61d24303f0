# Waits until all pods of a Deployment have the version that belongs to this Job.
#
# NAMESPACE, DEPLOYMENT; ANNOTATION, VERSION: the annotation with this value on that version's Deployment;
# PATIENCE_SECONDS.
set -eu

PAUSE=3
waited=0

version() {
  kubectl --namespace "$NAMESPACE" get deployment "$DEPLOYMENT" --ignore-not-found --output json |
    jq --raw-output --arg name "$ANNOTATION" '.metadata.annotations[$name] // ""'
}

while [ "$(version)" != "$VERSION" ]; do
  if [ "$waited" -ge "$PATIENCE_SECONDS" ]; then
    echo "Deployment $DEPLOYMENT did not have version $VERSION after $PATIENCE_SECONDS seconds" >&2
    exit 1
  fi
  [ $((waited % 30)) -ne 0 ] || echo "waiting for version $VERSION of Deployment $DEPLOYMENT"
  sleep "$PAUSE"
  waited=$((waited + PAUSE))
done
kubectl --namespace "$NAMESPACE" rollout status "deployment/$DEPLOYMENT" --timeout "${PATIENCE_SECONDS}s"
