# Waits until a Job is complete. One that is not there was removed after it had done its work.
#
# NAMESPACE, JOB; PATIENCE_SECONDS.
set -eu

PAUSE=3
waited=0

while :; do
  conditions=$(kubectl --namespace "$NAMESPACE" get job "$JOB" --ignore-not-found \
    --output 'jsonpath={.metadata.name}{range .status.conditions[?(@.status=="True")]} {.type}{end}')
  case "$conditions " in
    ' ')
      echo "there is no Job $JOB: nothing to wait for"
      exit 0
      ;;
    *' Complete '*)
      echo "Job $JOB is complete"
      exit 0
      ;;
    *' Failed '*)
      echo "Job $JOB has failed: see its log; delete it and apply it again once the cause is mended" >&2
      exit 1
      ;;
  esac
  if [ "$waited" -ge "$PATIENCE_SECONDS" ]; then
    echo "Job $JOB was not complete after $PATIENCE_SECONDS seconds" >&2
    exit 1
  fi
  [ $((waited % 30)) -ne 0 ] || echo "waiting for Job $JOB"
  sleep "$PAUSE"
  waited=$((waited + PAUSE))
done
