# Reads and changes who owns the fields of objects.
# shellcheck disable=SC2034 # touched is read by takeover.sh
set -eu

context='' dry_run='' operation=Update touched='' defaults=''

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

# Lines: the version; index, manager and operation of each entry of the object's field owners; annotations of Helm.
# shellcheck disable=SC2016 # variables of the template
OWNERS='version {{.metadata.resourceVersion}}
{{range $i, $e := .metadata.managedFields}}{{if not $e.subresource}}entry {{$i}} {{$e.manager}} {{$e.operation}}
{{end}}{{end}}{{range $k, $v := .metadata.annotations}}{{if eq $k "meta.helm.sh/release-name"}}release {{$v}}
{{end}}{{if eq $k "meta.helm.sh/release-namespace"}}namespace {{$v}}
{{end}}{{end}}{{if not .metadata.annotations}}bare
{{end}}'

# The field managers of installers: Helm itself, in Flux and in Terraform; and client-side kubectl.
is_former() {
  case $INSTALLER-$1 in
    kubectl-kubectl-client-side-apply | kubectl-kubectl-create | kubectl-kubectl-replace) return 0 ;;
    kubectl-*) return 1 ;;
  esac
  case $1 in helm | helm.exe | helm[0-9]* | helm-* | terraform-provider-helm*) return 0 ;; *) return 1 ;; esac
}

# Reads the object into found, version, former_entries and own_entries (indexes), former_operation, annotated_release,
# annotated_namespace and bare (without annotations).
# shellcheck disable=SC2034 # the command line reads former_operation
read_object() {
  found='' version='' former_entries='' own_entries='' former_operation='' annotated_release='' annotated_namespace='' bare=''
  owners=$(on get "$1" "$2" "$3" --ignore-not-found -o "go-template=$OWNERS") || return 1
  # Nothing at all is printed for an object that does not exist.
  [ -n "$owners" ] || return 0
  found=1
  while read -r what first second third; do
    case $what in
      version) version=$first ;;
      entry)
        if is_former "$second"; then
          former_entries="$former_entries $first" former_operation=$third
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

# $4 and $5: manager and operation that the entries of $6 get, in one entry, with the fields in $defaults. Prints a
# JSON patch without brackets.
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
  if [ -n "$defaults" ]; then
    [ -n "$fields" ] || fields=$(fields_of "$1" "$2" "$3" "$into")
    fields=$(union "$fields" "$defaults")
  fi
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

version_test() { printf '{"op":"test","path":"/metadata/resourceVersion","value":"%s"}' "$version"; }

is_ours() { [ -n "$found" ] && [ -z "$former_entries" ] && [ -z "$annotated_release$annotated_namespace" ]; }

take_over() {
  touched=''
  read_object "$@" || return 1
  if [ -z "$found" ] || is_ours; then return 0; fi
  patch=$(version_test)
  if [ -n "$former_entries" ]; then
    # shellcheck disable=SC2086 # a list of numbers
    patch="$patch,$(entry_patch "$@" "$MANAGER" Apply "$(sorted $former_entries $own_entries)")"
  fi
  [ -z "$annotated_release" ] || patch="$patch"',{"op":"remove","path":"/metadata/annotations/meta.helm.sh~1release-name"}'
  [ -z "$annotated_namespace" ] ||
    patch="$patch"',{"op":"remove","path":"/metadata/annotations/meta.helm.sh~1release-namespace"}'
  patch_object "$@" "$patch" && touched=1
}

give_back() {
  touched=''
  read_object "$@" || return 1
  if [ -z "$found" ] || [ -n "$former_entries" ]; then return 0; fi
  patch=$(version_test)
  if [ -n "$own_entries" ]; then
    # shellcheck disable=SC2086 # a list of numbers
    patch="$patch,$(entry_patch "$@" helm "$operation" "$(sorted $own_entries)")"
  fi
  [ -z "$bare" ] || patch="$patch"',{"op":"add","path":"/metadata/annotations","value":{}}'
  patch="$patch,"'{"op":"add","path":"/metadata/annotations/meta.helm.sh~1release-name","value":"'$RELEASE'"}'
  patch="$patch,"'{"op":"add","path":"/metadata/annotations/meta.helm.sh~1release-namespace","value":"'$NAMESPACE'"}'
  patch_object "$@" "$patch" && touched=1
}
