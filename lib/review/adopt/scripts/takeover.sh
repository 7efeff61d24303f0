# The command line. After owners.sh.
set -eu

# `objects` has a line for each object: kind, namespace ("-" for none), name, and what becomes of it. `kept`: Helm
# installed it. `passing`: it goes or is recreated, so it may be gone already. `new`: Helm may have made it by a hook or
# as a definition, which its manifest does not show. Then, fields that the API server has filled in and that are in the
# way of the new manifests.

RECORD_LABELS="owner=helm,name=$RELEASE"
# In the cluster, because a rollback may run on another machine.
OPERATION_NOTE=sandbox-charts/helm-operation

action=takeover manifest='' assume_yes=''

by_helm() { [ "$INSTALLER" = helm ]; }
if by_helm; then who=Helm; else who='kubectl apply'; fi

usage() {
  cat <<USAGE
Usage: sh takeover.sh [--dry-run] [--context NAME] [--yes]
       sh takeover.sh --rollback MANIFEST
USAGE
  ! by_helm || echo '       sh takeover.sh --delete-release-record'
  cat <<USAGE

Makes the objects that $who installed as $RELEASE in namespace $NAMESPACE belong to $MANAGER. Run it before you
apply the new manifests. It changes who owns fields, not what the objects say, and can run again.

  --dry-run                 only check; the API server validates each change and stores none
  --context NAME            context of kubectl (default: the current one)
  --yes                     do not ask
  --rollback MANIFEST       restore what the manifest says
USAGE
  ! by_helm || cat <<USAGE
                            (the output of helm get manifest), and give it back to Helm
  --delete-release-record   last step: delete Helm's record, so that nobody uninstalls the release by mistake
USAGE
}

while [ $# -gt 0 ]; do
  case $1 in
    --dry-run) dry_run=server ;;
    --yes) assume_yes=1 ;;
    --context) [ $# -gt 1 ] || fail '--context needs a name'; context=$2; shift ;;
    --context=*) context=${1#*=} ;;
    --rollback) [ $# -gt 1 ] || fail '--rollback needs the output of helm get manifest'; action=rollback manifest=$2; shift ;;
    --delete-release-record) action=delete-record ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; fail "unknown argument $1" ;;
  esac
  shift
done

# Controllers change objects all the time: read again and try again.
patiently() {
  for _attempt in 1 2 3 4; do
    if "$@" 2>/dev/null; then return 0; fi
    sleep 1
  done
  "$@"
}

problems=''
problem() {
  problems="$problems
  $*"
}
stop_for_problems() { [ -z "$problems" ] || fail "$1$problems"; }

# Runs $1 for each object.
for_each() {
  while read -r kind space name future defaults; do
    [ -n "$name" ] || continue
    "$1" "$kind" "$space" "$name" </dev/null
  done <<OBJECTS_OF_RELEASE
$(objects)
OBJECTS_OF_RELEASE
}

# The kind of an object that nobody has made yet may be unknown to the cluster.
demand_object() {
  read_object "$@" 2>/dev/null || [ "$future" = new ] || read_object "$@" || fail "cannot read $(shown "$@")"
}

check_object() {
  demand_object "$@"
  if [ -z "$found" ]; then
    [ "$future" != kept ] || problem "$(shown "$@"): does not exist"
  elif [ "$future" = new ] && is_ours; then
    # Nobody has made it yet, or somebody else has.
    return 0
  elif [ -n "$annotated_release" ] && { [ "$annotated_release" != "$RELEASE" ] || [ "${annotated_namespace:-$NAMESPACE}" != "$NAMESPACE" ]; }; then
    problem "$(shown "$@"): belongs to Helm release $annotated_release in namespace $annotated_namespace"
  elif is_ours; then
    done_count=$((done_count + 1))
  else
    [ -z "$former_operation" ] || operation=$former_operation
    left_count=$((left_count + 1))
    [ -n "$former_entries" ] || say "$(shown "$@"): nothing records which fields $who set; fields that are no longer rendered will stay"
  fi
}

count_former() {
  demand_object "$@"
  if [ -z "$found" ] || is_ours; then return 0; fi
  problem "$(shown "$@")"
}

take() {
  [ "$future" != new ] || read_object "$@" 2>/dev/null || return 0
  patiently take_over "$@" || { problem "$(shown "$@"): the change was refused"; return 0; }
  [ -n "$dry_run" ] || [ -z "$touched" ] || say "$(shown "$@"): taken over"
}
give() {
  [ "$future" != new ] || return 0
  # shellcheck disable=SC2034 # owners.sh reads it
  defaults=''
  patiently give_back "$@" || { problem "$(shown "$@"): the change was refused"; return 0; }
  [ -n "$dry_run" ] || [ -z "$touched" ] || say "$(shown "$@"): given back to Helm"
}

# Objects without a namespace are in that of the release. -n would refuse objects with another namespace, so
# the namespace is the default of a copy of the context.
config=''
make_home() {
  umask 077
  config=$(mktemp)
  trap 'rm -f "$config"' EXIT
  k config view --minify --flatten --raw >"$config" 2>/dev/null &&
    kubectl --kubeconfig="$config" config set-context --current --namespace="$NAMESPACE" >/dev/null
}
restore() {
  if [ -s "$config" ]; then set -- --kubeconfig="$config" "$@"; else set -- -n "$NAMESPACE" "$@"; fi
  kubectl apply --server-side --force-conflicts --field-manager="$MANAGER" -f "$manifest" "$@"
}

command -v kubectl >/dev/null || fail 'kubectl is not on the PATH'
shown_context=${context:-$(kubectl config current-context 2>/dev/null || :)}
say "release $RELEASE in namespace $NAMESPACE, context ${shown_context:-of the cluster that this runs in}"
if [ -t 0 ] && [ -z "$dry_run$assume_yes" ]; then
  printf 'Continue? [y/N] ' >&2
  read -r answer || answer=
  case $answer in y | Y | yes) ;; *) fail 'stopped: nothing was changed' ;; esac
fi

# Helm keeps its record in Secrets, or in ConfigMaps with HELM_DRIVER=configmap.
record=''
for candidate in $(! by_helm || echo secret configmap); do
  records=$(k get "$candidate" -n "$NAMESPACE" -l "$RECORD_LABELS" -o name) || fail "cannot read namespace $NAMESPACE"
  [ -z "$records" ] || record=$candidate
done
if [ -n "$record" ]; then
  busy=$(k get "$record" -n "$NAMESPACE" -l "$RECORD_LABELS,status in (pending-install,pending-upgrade,pending-rollback,uninstalling)" -o name)
  [ -z "$busy" ] || fail "Helm is changing the release, or was stopped while it did ($busy): finish that first"
fi

done_count=0 left_count=0
case $action in
  takeover)
    for_each check_object
    stop_for_problems 'not as planned; plan again with the manifest of the installed release:'
    ! by_helm || [ -n "$record" ] || [ "$left_count" -eq 0 ] || fail "there is no record of Helm release $RELEASE in namespace $NAMESPACE"
    if [ "$left_count" -gt 0 ]; then
      if by_helm && [ -z "$dry_run" ] && [ "$done_count" -eq 0 ]; then
        k annotate "$record" -n "$NAMESPACE" -l "$RECORD_LABELS" --overwrite "$OPERATION_NOTE=$operation" >/dev/null
      fi
      for_each take
      stop_for_problems 'not taken over; run this again:'
    fi
    if [ -n "$dry_run" ]; then
      say "$left_count objects would be taken over, $done_count are already; nothing was changed"
    else
      for_each count_former
      stop_for_problems "still belongs to $who; run this again:"
      say "all $((left_count + done_count)) objects belong to $MANAGER now"
      next_step
    fi
    ;;
  rollback)
    [ -r "$manifest" ] || fail "cannot read $manifest"
    if by_helm; then
      [ -n "$record" ] || fail "there is no record of Helm release $RELEASE any more: Helm could not use the objects"
      noted=$(k get "$record" -n "$NAMESPACE" -l "$RECORD_LABELS" -o "go-template={{range .items}}{{index .metadata.annotations \"$OPERATION_NOTE\"}} {{end}}")
      case $noted in *Apply*) operation=Apply ;; esac
    fi
    make_home || : >"$config"
    # Helm itself does not remove what it did not set.
    restore --dry-run=server >/dev/null || {
      anew=$(recreated_objects)
      [ -z "$anew" ] || say "recreated objects cannot be restored in place: delete them, and run this again:
$anew"
      fail 'the API server refuses what was installed: nothing was changed'
    }
    [ -n "$dry_run" ] || restore >&2
    ! by_helm || for_each give
    stop_for_problems 'not given back; run this again:'
    added=$(new_objects)
    [ -z "$added" ] || say "these objects are new; delete them when nothing uses them:
$added"
    ;;
  delete-record)
    by_helm || fail 'there is no record: Helm did not install this'
    for_each count_former
    stop_for_problems 'still belongs to Helm; take it over first:'
    if [ -z "$record" ]; then
      say "there is no record of release $RELEASE"
    else
      k delete "$record" -n "$NAMESPACE" -l "$RECORD_LABELS" ${dry_run:+--dry-run=server} >&2
    fi
    ;;
esac
