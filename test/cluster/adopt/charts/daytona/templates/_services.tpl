{{- /* Objects of the built-in services: one kind of metadata for Bitnami's charts, one for those of MinIO and Harbor. */}}
{{- define "bitnami.selector" }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/name: {{ .app }}
{{- with .component }}
app.kubernetes.io/component: {{ . }}
{{- end }}
{{- end }}
{{- define "bitnami.labels" }}
{{- include "bitnami.selector" . }}
app.kubernetes.io/managed-by: Helm
app.kubernetes.io/version: {{ .version }}
helm.sh/chart: {{ .chart }}
{{- end }}
{{- define "bitnami.metadata" }}
name: {{ .name }}
namespace: {{ .root.Release.Namespace }}
labels: {{- include "bitnami.labels" . | nindent 2 }}
{{- end }}
{{- define "bitnami.others" }}
apiVersion: v1
kind: ServiceAccount
metadata: {{- include "bitnami.metadata" (merge (dict "name" .account) .) | nindent 2 }}
automountServiceAccountToken: false
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {{- include "bitnami.metadata" . | nindent 2 }}
spec:
  maxUnavailable: 1
  selector: {matchLabels: {{ include "bitnami.selector" . | fromYaml | toJson }}}
---
{{- end }}
{{- define "bitnami.policy" }}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {{- include "bitnami.metadata" . | nindent 2 }}
spec:
  podSelector: {matchLabels: {{ include "bitnami.selector" . | fromYaml | toJson }}}
  policyTypes: [Ingress, Egress]
  egress: [{}]
  ingress: [{ports: [{port: {{ .port }}}]}]
---
{{- end }}
{{- define "bitnami.service" }}
apiVersion: v1
kind: Service
metadata: {{- include "bitnami.metadata" (merge (dict "name" (.service | default .name)) .) | nindent 2 }}
spec:
  type: ClusterIP
  {{- if .headless }}
  clusterIP: None
  publishNotReadyAddresses: true
  {{- else }}
  sessionAffinity: None
  {{- end }}
  ports: [{name: tcp-{{ .app }}, port: {{ .port }}, targetPort: {{ .portName }}}]
  selector: {{- include "bitnami.selector" . | nindent 4 }}
---
{{- end }}
{{- define "harbor.selector" }}
release: {{ .root.Release.Name }}
app: harbor
component: {{ .component }}
{{- end }}
{{- define "harbor.labels" }}
heritage: Helm
release: {{ .root.Release.Name }}
chart: harbor
app: harbor
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/name: harbor
app.kubernetes.io/managed-by: Helm
app.kubernetes.io/part-of: harbor
app.kubernetes.io/version: "2.14.0"
{{- end }}
{{- define "harbor.metadata" }}
name: {{ .root.Release.Name }}-harbor-{{ .suffix | default .component }}
namespace: {{ .root.Release.Namespace }}
labels: {{- include "harbor.labels" . | nindent 2 }}
{{- end }}
{{- define "harbor.template" }}
metadata:
  labels:
    {{- include "harbor.labels" . | nindent 4 }}
    component: {{ .component }}
    app.kubernetes.io/component: {{ .component }}
spec:
  securityContext: {runAsUser: {{ .user }}, fsGroup: {{ .user }}}
  automountServiceAccountToken: false
  terminationGracePeriodSeconds: 120
  {{- include (printf "harbor.%s" .component) (printf "%s-harbor" .root.Release.Name) | nindent 2 }}
{{- end }}
{{- define "harbor.service" }}
apiVersion: v1
kind: Service
metadata: {{- include "harbor.metadata" . | nindent 2 }}
spec:
  ports: {{ .ports | toJson }}
  selector: {{- include "harbor.selector" . | nindent 4 }}
---
{{- end }}
{{- define "harbor.deployment" }}
apiVersion: apps/v1
kind: Deployment
metadata: {{- include "harbor.metadata" . | nindent 2 }}
spec:
  replicas: 1
  revisionHistoryLimit: 10
  {{- if .recreate }}
  strategy: {type: Recreate, rollingUpdate: null}
  {{- end }}
  selector: {matchLabels: {{ include "harbor.selector" . | fromYaml | toJson }}}
  template: {{- include "harbor.template" . | nindent 4 }}
---
{{- end }}
{{- define "harbor.set" }}
apiVersion: apps/v1
kind: StatefulSet
metadata: {{- include "harbor.metadata" . | nindent 2 }}
spec:
  replicas: 1
  serviceName: {{ .root.Release.Name }}-harbor-{{ .component }}
  selector: {matchLabels: {{ include "harbor.selector" . | fromYaml | toJson }}}
  template: {{- include "harbor.template" . | nindent 4 }}
  volumeClaimTemplates:
    - metadata:
        name: {{ .claim }}
        labels: {heritage: Helm, release: {{ .root.Release.Name }}, chart: harbor, app: harbor}
      spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
---
{{- end }}
{{- define "harbor.claim" }}
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  {{- include "harbor.metadata" . | nindent 2 }}
  annotations: {helm.sh/resource-policy: keep}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: {{ .size }}}}}
---
{{- end }}
{{- define "harbor.secret" }}
apiVersion: v1
kind: Secret
metadata: {{- include "harbor.metadata" . | nindent 2 }}
type: Opaque
stringData: {{- toYaml .data | nindent 2 }}
---
{{- end }}
{{- define "harbor.config" }}
apiVersion: v1
kind: ConfigMap
metadata: {{- include "harbor.metadata" . | nindent 2 }}
data: {{- toYaml .data | nindent 2 }}
---
{{- end }}
