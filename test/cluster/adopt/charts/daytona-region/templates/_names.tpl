{{- define "base" -}}{{ if contains "daytona-region" .Release.Name }}{{ .Release.Name }}{{ else }}{{ .Release.Name }}-daytona-region{{ end }}{{- end }}
{{- define "selector" }}
app.kubernetes.io/name: daytona-region
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}
{{- define "labels" }}
helm.sh/chart: daytona-region-0.0.11
{{- include "selector" . }}
app.kubernetes.io/version: v0.167.0
app.kubernetes.io/managed-by: Helm
{{- end }}
