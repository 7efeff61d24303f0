# Reads and changes who owns the fields of objects.
set -eu

context='' dry_run='' operation=Update

say() { printf '%s\n' "$*" >&2; }
fail() {
  say "takeover.sh: $*"
  exit 1
}

k() { kubectl ${context:+--context="$context"} "$@"; }

# $1 kind, $2 namespace or "-"; further arguments are those of kubectl.
on() {
  verb=$1 kind=$2 space=$3 name=$4
  shift 4
  if [ "$space" = - ]; then k "$verb" "$kind" "$name" "$@"; else k "$verb" "$kind" "$name" -n "$space" "$@"; fi
}

shown() { if [ "$2" = - ]; then printf '%s %s' "${1%%.*}" "$3"; else printf '%s %s/%s' "${1%%.*}" "$2" "$3"; fi; }

# A line for each entry of the object's field owners: index, manager, operation; and one for each annotation of Helm.
# shellcheck disable=SC2016 # variables of the template
OWNERS='{{range $i, $e := .metadata.managedFields}}{{if not $e.subresource}}entry {{$i}} {{$e.manager}} {{$e.operation}}
{{end}}{{end}}{{range $k, $v := .metadata.annotations}}{{if eq $k "meta.helm.sh/release-name"}}release {{$v}}
{{end}}{{if eq $k "meta.helm.sh/release-namespace"}}namespace {{$v}}
{{end}}{{end}}{{if not .metadata.annotations}}bare
{{end}}'

# Helm as a program, in Flux and in Terraform.
is_helm() {
  case $1 in helm | helm.exe | helm-controller | terraform-provider-helm*) return 0 ;; *) return 1 ;; esac
}

# Reads the object into found, helm_entries and own_entries (indexes), helm_operation, annotated_release,
# annotated_namespace and bare (without annotations).
# shellcheck disable=SC2034 # the command line reads helm_operation
read_object() {
  found='' helm_entries='' own_entries='' helm_operation='' annotated_release='' annotated_namespace='' bare=''
  owners=$(on get "$1" "$2" "$3" --ignore-not-found -o "go-template=$OWNERS") || fail "cannot read $(shown "$1" "$2" "$3")"
  # Nothing at all is printed for an object that does not exist; one that exists has field owners or annotations.
  [ -n "$owners" ] || return 0
  found=1
  while read -r what first second third; do
    case $what in
      entry)
        if is_helm "$second"; then
          helm_entries="$helm_entries $first" helm_operation=$third
        elif [ "$second" = "$MANAGER" ] && [ "$third" = Apply ]; then
          own_entries="$own_entries $first"
        fi
        ;;
      release) annotated_release=$first ;;
      namespace) annotated_namespace=$first ;;
      bare) bare=1 ;;
    esac
  done <<FOUND
$owners
FOUND
}

fields_of() { on get "$1" "$2" "$3" -o "jsonpath={.metadata.managedFields[$4].fieldsV1}"; }

# The fields of two entries in one. kubectl merges maps without a cluster.
union() {
  printf '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"fields"},"fieldsV1":%s}' "$1" |
    k patch --local -f - --type merge -p "{\"fieldsV1\":$2}" -o 'jsonpath={.fieldsV1}'
}

# $4 and $5: manager and operation that the entries of $6 get, in one entry. Prints a JSON patch without brackets.
entry_patch() {
  into='' rest='' fields=''
  for index in $6; do
    if [ -z "$into" ]; then
      into=$index
    else
      [ -n "$fields" ] || fields=$(fields_of "$1" "$2" "$3" "$into")
      fields=$(union "$fields" "$(fields_of "$1" "$2" "$3" "$index")")
      # The last ones are removed first, so that the others keep their places.
      rest="$index $rest"
    fi
  done
  [ -n "$into" ] || return 0
  at=/metadata/managedFields/$into
  printf '{"op":"replace","path":"%s/manager","value":"%s"},{"op":"replace","path":"%s/operation","value":"%s"}' \
    "$at" "$4" "$at" "$5"
  [ -z "$fields" ] || printf ',{"op":"replace","path":"%s/fieldsV1","value":%s}' "$at" "$fields"
  for index in $rest; do printf ',{"op":"remove","path":"/metadata/managedFields/%s"}' "$index"; done
}

sorted() { for index in "$@"; do printf '%s\n' "$index"; done | sort -n | tr '\n' ' '; }

# Applies a JSON patch for the object as it was read: somebody else's change in between is not overwritten.
patch_object() {
  printf '[%s]' "$4" | on patch "$1" "$2" "$3" --type json --patch-file /dev/stdin ${dry_run:+--dry-run=server} >/dev/null
}

version_test() {
  version=$(on get "$1" "$2" "$3" -o 'jsonpath={.metadata.resourceVersion}')
  printf '{"op":"test","path":"/metadata/resourceVersion","value":"%s"}' "$version"
}

is_ours() { [ -n "$found" ] && [ -z "$helm_entries" ] && [ -z "$annotated_release$annotated_namespace" ]; }

take_over() {
  patch=$(version_test "$@")
  read_object "$@"
  is_ours && return 0
  if [ -n "$helm_entries" ]; then
    # shellcheck disable=SC2086 # a list of numbers
    patch="$patch,$(entry_patch "$@" "$MANAGER" Apply "$(sorted $helm_entries $own_entries)")"
  fi
  [ -z "$annotated_release" ] || patch="$patch"',{"op":"remove","path":"/metadata/annotations/meta.helm.sh~1release-name"}'
  [ -z "$annotated_namespace" ] ||
    patch="$patch"',{"op":"remove","path":"/metadata/annotations/meta.helm.sh~1release-namespace"}'
  patch_object "$@" "$patch"
}

give_back() {
  patch=$(version_test "$@")
  read_object "$@"
  [ -z "$helm_entries" ] || return 0
  if [ -n "$own_entries" ]; then
    # shellcheck disable=SC2086 # a list of numbers
    patch="$patch,$(entry_patch "$@" helm "$operation" "$(sorted $own_entries)")"
  fi
  [ -z "$bare" ] || patch="$patch"',{"op":"add","path":"/metadata/annotations","value":{}}'
  patch="$patch,"'{"op":"add","path":"/metadata/annotations/meta.helm.sh~1release-name","value":"'$RELEASE'"}'
  patch="$patch,"'{"op":"add","path":"/metadata/annotations/meta.helm.sh~1release-namespace","value":"'$NAMESPACE'"}'
  patch_object "$@" "$patch"
}
