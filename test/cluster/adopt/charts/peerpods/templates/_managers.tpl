{{- /* Metadata and permissions of a controller manager. Arguments: prefix, namespace, of (part-of), suffix, kind. */}}
{{- define "manager.metadata" }}
name: {{ .prefix }}{{ .suffix }}
{{- with .namespace }}
namespace: {{ . }}
{{- end }}
{{- if not .bare }}
labels:
  app.kubernetes.io/name: {{ lower .kind }}
  app.kubernetes.io/instance: {{ .suffix }}
  app.kubernetes.io/component: rbac
  app.kubernetes.io/created-by: {{ .of }}
  app.kubernetes.io/part-of: {{ .of }}
{{- end }}
{{- end }}
{{- define "manager.role" }}
apiVersion: rbac.authorization.k8s.io/v1
kind: {{ .kind }}
metadata: {{- include "manager.metadata" . | nindent 2 }}
rules: {{ .rules | fromYamlArray | toJson }}
---
{{- if .binding }}
apiVersion: rbac.authorization.k8s.io/v1
kind: {{ .kind }}Binding
metadata: {{- include "manager.metadata" (merge (dict "suffix" .binding "bare" false "kind" (printf "%sBinding" .kind)) .) | nindent 2 }}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: {{ .kind }}, name: {{ .prefix }}{{ .suffix }}}
subjects: [{kind: ServiceAccount, name: {{ .prefix }}controller-manager, namespace: {{ .home }}}]
---
{{- end }}
{{- end }}
{{- define "manager.base" }}
apiVersion: v1
kind: ServiceAccount
metadata: {{- include "manager.metadata" (merge (dict "suffix" "controller-manager" "kind" "ServiceAccount" "namespace" .home) .) | nindent 2 }}
---
{{- include "manager.role" (merge (dict "kind" "Role" "suffix" "leader-election-role" "binding" "leader-election-rolebinding" "namespace" .home "rules" "[{apiGroups: [''], resources: [configmaps], verbs: [get, list, watch, create, update, patch, delete]}, {apiGroups: [coordination.k8s.io], resources: [leases], verbs: [get, list, watch, create, update, patch, delete]}, {apiGroups: [''], resources: [events], verbs: [create, patch]}]") .) }}
{{- include "manager.role" (merge (dict "kind" "ClusterRole" "suffix" "metrics-reader" "rules" "[{nonResourceURLs: [/metrics], verbs: [get]}]") .) }}
{{- include "manager.role" (merge (dict "kind" "ClusterRole" "suffix" .metrics "binding" (printf "%sbinding" .metrics) "rules" "[{apiGroups: [authentication.k8s.io], resources: [tokenreviews], verbs: [create]}, {apiGroups: [authorization.k8s.io], resources: [subjectaccessreviews], verbs: [create]}]") .) }}
{{- end }}
{{- define "manager.deployment" }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .prefix }}controller-manager
  namespace: {{ .home }}
  labels: {control-plane: controller-manager, app.kubernetes.io/name: deployment, app.kubernetes.io/part-of: {{ .of }}}
spec:
  replicas: {{ .replicas }}
  selector: {matchLabels: {control-plane: controller-manager}}
  template:
    metadata:
      annotations: {kubectl.kubernetes.io/default-container: manager}
      labels: {control-plane: controller-manager}
    spec:
      serviceAccountName: {{ .prefix }}controller-manager
      terminationGracePeriodSeconds: 10
{{- end }}
