# Checks whether an API is running: the full set of migrations is for databases that no API uses yet.
#
# NAMESPACE, DEPLOYMENT; MARK: the file to create if an API is running.
set -eu

available=$(kubectl --namespace "$NAMESPACE" get deployment "$DEPLOYMENT" --ignore-not-found \
  --output 'jsonpath={.status.availableReplicas}')
if [ "${available:-0}" -gt 0 ]; then
  echo "Deployment $DEPLOYMENT is running (available pods: $available): the pre-deploy and post-deploy migrations will run"
  : >"$MARK"
else
  echo "Deployment $DEPLOYMENT has no available pods: all migrations will run"
fi
