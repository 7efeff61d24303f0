# Tells the migration whether an API is at work: the whole set is for databases that none uses yet.
#
# NAMESPACE, DEPLOYMENT; MARK: the file that says so.
set -eu

available=$(kubectl --namespace "$NAMESPACE" get deployment "$DEPLOYMENT" --ignore-not-found \
  --output 'jsonpath={.status.availableReplicas}')
if [ "${available:-0}" -gt 0 ]; then
  echo "Deployment $DEPLOYMENT has $available pods at work: the sets before and after it migrate the database"
  : >"$MARK"
else
  echo "Deployment $DEPLOYMENT has no pod at work: the whole set migrates the database"
fi
