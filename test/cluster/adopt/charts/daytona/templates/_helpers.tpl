{{- define "full" -}}{{ if contains "daytona" .Release.Name }}{{ .Release.Name }}{{ else }}{{ .Release.Name }}-daytona{{ end }}{{- end }}
{{- define "selector" }}
app.kubernetes.io/name: daytona
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}
{{- define "metadata" }}
name: {{ .name }}
{{- if not .cluster }}
namespace: {{ .root.Release.Namespace }}
{{- end }}
labels:
  helm.sh/chart: daytona-0.0.23
  {{- include "selector" . | nindent 2 }}
  app.kubernetes.io/version: v0.132.0
  app.kubernetes.io/managed-by: Helm
{{- end }}
{{- define "account" }}
apiVersion: v1
kind: ServiceAccount
metadata: {{- include "metadata" . | nindent 2 }}
---
{{- end }}
{{- define "service" }}
apiVersion: v1
kind: Service
metadata: {{- include "metadata" . | nindent 2 }}
spec:
  type: {{ .type | default "ClusterIP" }}
  ports:
    - {name: {{ .portName | default "http" }}, port: {{ .port }}, targetPort: {{ .portName | default "http" }}, protocol: TCP}
  selector: {{- include "selector" . | nindent 4 }}
---
{{- end }}
{{- define "ingress" }}
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  {{- include "metadata" . | nindent 2 }}
  annotations:
    kubernetes.io/ingress.class: nginx
spec:
  ingressClassName: nginx
  tls:
    - hosts: {{ toJson .tlsHosts }}
      secretName: {{ .secret }}
  rules:
    {{- $ := . }}
    {{- range .hosts }}
    - host: {{ . | quote }}
      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: {{ $.name }}, port: {number: {{ $.port }}}}}}]}
    {{- end }}
---
{{- end }}
{{- define "pod" }}
metadata:
  labels: {{- include "selector" . | nindent 4 }}
spec:
  serviceAccountName: {{ .name }}
  securityContext: {{- toYaml .root.Values.podSecurityContext | nindent 4 }}
  containers:
    - name: {{ .component }}
      image: "{{ .image.registry }}/{{ .image.repository }}:{{ .image.tag | default .root.Chart.AppVersion }}"
      imagePullPolicy: IfNotPresent
      securityContext: {{- toYaml .root.Values.securityContext | nindent 8 }}
      ports: [{name: {{ .portName | default "http" }}, containerPort: {{ .port }}, protocol: TCP}]
      {{- with .envFrom }}
      envFrom: [{secretRef: {name: {{ . }}}}]
      {{- end }}
      env: {{- .env | nindent 8 }}
      resources: {{- toYaml .resources | nindent 8 }}
{{- end }}
{{- define "deployment" }}
apiVersion: apps/v1
kind: Deployment
metadata: {{- include "metadata" . | nindent 2 }}
spec:
  replicas: {{ .replicas | default 1 }}
  {{- if .recreate }}
  strategy: {type: Recreate}
  {{- end }}
  selector:
    matchLabels: {{- include "selector" . | nindent 6 }}
  template: {{- include "pod" . | nindent 4 }}
---
{{- end }}
{{- define "redis" }}
{{- if .Values.redis.enabled }}
- {name: REDIS_HOST, value: {{ .Release.Name }}-redis-master}
- {name: REDIS_PORT, value: "6379"}
- {name: REDIS_PASSWORD, value: ""}
{{- else }}
- {name: REDIS_HOST, value: {{ .Values.externalRedis.host | quote }}}
- {name: REDIS_PORT, value: {{ .Values.externalRedis.port | quote }}}
- {name: REDIS_TLS, value: {{ .Values.externalRedis.tls | quote }}}
{{- with .Values.externalRedis.username }}
- {name: REDIS_USERNAME, value: {{ . | quote }}}
{{- end }}
- {name: REDIS_PASSWORD, valueFrom: {secretKeyRef: {name: {{ include "full" . }}-secret-redis, key: redis-password}}}
{{- end }}
{{- end }}
{{- define "map" }}
{{- range $name, $value := . }}
- {name: {{ $name }}, value: {{ $value | quote }}}
{{- end }}
{{- end }}
{{- define "api.env" }}
{{- $env := .Values.services.api.env }}
{{- $full := include "full" . }}
- {name: DEFAULT_RUNNER_NAME, value: ""}
{{- include "map" (pick $env "ENVIRONMENT" "PORT" "SKIP_USER_EMAIL_VERIFICATION" "ENCRYPTION_KEY" "ENCRYPTION_SALT" "RUNNER_MANAGER_API_KEY" "DEFAULT_SNAPSHOT_IMAGE_NAME" "DEFAULT_SNAPSHOT_NAME") }}
- {name: OTEL_ENABLED, value: "false"}
{{- if .Values.postgresql.enabled }}
- {name: DB_HOST, value: {{ .Release.Name }}-postgresql}
- {name: DB_PORT, value: "5432"}
- {name: DB_DATABASE, value: {{ .Values.postgresql.auth.database | quote }}}
- {name: DB_USERNAME, value: {{ .Values.postgresql.auth.username | quote }}}
- {name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: {{ .Release.Name }}-postgresql, key: password}}}
{{- else }}
- {name: DB_HOST, value: {{ .Values.externalDatabase.host | quote }}}
- {name: DB_PORT, value: {{ .Values.externalDatabase.port | quote }}}
- {name: DB_TLS_ENABLED, value: {{ .Values.externalDatabase.enableTLS | quote }}}
- {name: DB_TLS_REJECT_UNAUTHORIZED, value: {{ not .Values.externalDatabase.allowSelfSignedCert | quote }}}
- {name: DB_DATABASE, value: {{ .Values.externalDatabase.name | quote }}}
- {name: DB_USERNAME, value: {{ .Values.externalDatabase.user | quote }}}
- {name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: {{ $full }}-secret-db, key: database-password}}}
{{- end }}
{{- include "redis" . }}
- {name: PROXY_DOMAIN, value: "proxy.{{ .Values.baseDomain }}"}
- {name: PROXY_PROTOCOL, value: {{ .Values.services.proxy.env.PROXY_PROTOCOL | quote }}}
- {name: PROXY_TEMPLATE_URL, value: "https://{{ "{{PORT}}" }}-{{ "{{sandboxId}}" }}.{{ .Values.baseDomain }}:443"}
- {name: PROXY_API_KEY, value: {{ .Values.services.proxy.env.PROXY_API_KEY | quote }}}
- {name: SSH_GATEWAY_HOST, value: "ssh.{{ .Values.baseDomain }}"}
- {name: SSH_GATEWAY_COMMAND, value: "ssh -p 2222 {{ "{{TOKEN}}" }}@ssh.{{ .Values.baseDomain }}"}
- {name: SSH_GATEWAY_URL, value: "ssh.{{ .Values.baseDomain }}:2222"}
- {name: SSH_GATEWAY_PUBLIC_KEY, valueFrom: {secretKeyRef: {name: {{ $full }}-secret-ssh, key: SSH_PRIVATE_PUB_KEY}}}
- {name: SSH_GATEWAY_API_KEY, valueFrom: {secretKeyRef: {name: {{ $full }}-secret-ssh, key: API_KEY}}}
{{- range list "TRANSIENT" "INTERNAL" }}
{{- if $.Values.harbor.enabled }}
- {name: {{ . }}_REGISTRY_URL, value: {{ $.Values.harbor.externalURL | quote }}}
- {name: {{ . }}_REGISTRY_ADMIN, value: admin}
- {name: {{ . }}_REGISTRY_PASSWORD, value: {{ $.Values.harbor.harborAdminPassword | quote }}}
{{- else }}
- {name: {{ . }}_REGISTRY_URL, value: {{ index $env (printf "%s_REGISTRY_URL" .) | quote }}}
- {name: {{ . }}_REGISTRY_ADMIN, value: {{ index $env (printf "%s_REGISTRY_ADMIN" .) | quote }}}
- {name: {{ . }}_REGISTRY_PASSWORD, value: {{ index $env (printf "%s_REGISTRY_PASSWORD" .) | quote }}}
{{- end }}
- {name: {{ . }}_REGISTRY_PROJECT_ID, value: library}
{{- end }}
- {name: OIDC_CLIENT_ID, value: daytona}
- {name: OIDC_AUDIENCE, value: daytona}
- {name: OIDC_ISSUER_BASE_URL, value: "https://dex.{{ .Values.baseDomain }}/dex"}
- {name: PUBLIC_OIDC_DOMAIN, value: "https://dex.{{ .Values.baseDomain }}/dex"}
- {name: DASHBOARD_URL, value: "https://{{ .Values.baseDomain }}/dashboard"}
- {name: DASHBOARD_BASE_API_URL, value: "https://{{ .Values.baseDomain }}"}
{{- with .Values.minio }}{{ if .enabled }}
- {name: S3_ENDPOINT, value: "http://{{ $.Release.Name }}-minio:9000"}
- {name: S3_STS_ENDPOINT, value: "http://{{ $.Release.Name }}-minio:9000/minio/v1/assume-role"}
- {name: S3_ACCESS_KEY, value: {{ .rootUser | quote }}}
- {name: S3_SECRET_KEY, value: {{ .rootPassword | quote }}}
{{- end }}{{ end }}
{{- include "map" (pick $env "S3_ENDPOINT" "S3_STS_ENDPOINT" "S3_REGION" "S3_ACCESS_KEY" "S3_SECRET_KEY" "S3_DEFAULT_BUCKET") }}
- {name: SMTP_HOST, value: {{ $env.SMTP_HOST | quote }}}
- {name: SMTP_PORT, value: "587"}
- {name: SMTP_USER, value: {{ $env.SMTP_USER | quote }}}
- {name: SMTP_PASSWORD, value: {{ $env.SMTP_PASSWORD | quote }}}
- {name: SMTP_SECURE, value: "false"}
- {name: SMTP_EMAIL_FROM, value: noreply@mail.daytona.io}
{{- end }}
{{- define "proxy.env" }}
{{- include "redis" . }}
- {name: OIDC_CLIENT_ID, value: daytona}
- {name: OIDC_AUDIENCE, value: daytona}
- {name: OIDC_CLIENT_SECRET, value: ""}
- {name: OIDC_DOMAIN, value: "https://dex.{{ .Values.baseDomain }}/dex"}
- {name: OIDC_PUBLIC_DOMAIN, value: "https://dex.{{ .Values.baseDomain }}/dex"}
- {name: PROXY_API_KEY, value: {{ .Values.services.proxy.env.PROXY_API_KEY | quote }}}
- {name: PROXY_PORT, value: "4000"}
- {name: PROXY_PROTOCOL, value: {{ .Values.services.proxy.env.PROXY_PROTOCOL | quote }}}
- {name: PROXY_DOMAIN, value: "proxy.{{ .Values.baseDomain }}"}
- {name: DAYTONA_API_URL, value: "http://{{ include "full" . }}-api:3000/api"}
- {name: COOKIE_DOMAIN, value: {{ .Values.baseDomain | quote }}}
{{- end }}
