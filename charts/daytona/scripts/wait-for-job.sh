# Waits until a Job is complete. A missing Job was deleted after it completed.
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
      echo "Job $JOB does not exist: nothing to wait for"
      exit 0
      ;;
    *' Complete '*)
      echo "Job $JOB is complete"
      exit 0
      ;;
    *' Failed '*)
      echo "Job $JOB failed: see its log, fix the cause, delete the Job and apply it again" >&2
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
