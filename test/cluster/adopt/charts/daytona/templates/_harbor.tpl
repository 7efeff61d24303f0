{{- /* What is in the pods of each component. The argument is the prefix of all names. */}}
{{- define "harbor.core" }}
containers:
  - name: core
    image: goharbor/harbor-core:v2.14.0
    imagePullPolicy: IfNotPresent
    envFrom: [{configMapRef: {name: {{ . }}-core}}, {secretRef: {name: {{ . }}-core}}]
    ports: [{containerPort: 8080}]
    volumeMounts: [{name: secret-key, mountPath: /etc/core/key, subPath: key}]
volumes:
  - {name: secret-key, secret: {secretName: {{ . }}-core, items: [{key: secretKey, path: key}]}}
  - {name: psc, emptyDir: {}}
{{- end }}
{{- define "harbor.portal" }}
containers:
  - {name: portal, image: "goharbor/harbor-portal:v2.14.0", imagePullPolicy: IfNotPresent, ports: [{containerPort: 8080}]}
{{- end }}
{{- define "harbor.registry" }}
containers:
  - name: registry
    image: goharbor/registry-photon:v2.14.0
    imagePullPolicy: IfNotPresent
    envFrom: [{secretRef: {name: {{ . }}-registry}}]
    ports: [{containerPort: 5000}]
    volumeMounts: [{name: registry-data, mountPath: /storage}, {name: htpasswd, mountPath: /etc/registry/passwd, subPath: passwd}]
  - name: registryctl
    image: goharbor/harbor-registryctl:v2.14.0
    imagePullPolicy: IfNotPresent
    envFrom: [{secretRef: {name: {{ . }}-registry}}]
    ports: [{containerPort: 8080}]
    volumeMounts: [{name: registry-data, mountPath: /storage}]
volumes:
  - {name: htpasswd, secret: {secretName: {{ . }}-registry-htpasswd, items: [{key: REGISTRY_HTPASSWD, path: passwd}]}}
  - {name: registry-data, persistentVolumeClaim: {claimName: {{ . }}-registry}}
{{- end }}
{{- define "harbor.jobservice" }}
containers:
  - name: jobservice
    image: goharbor/harbor-jobservice:v2.14.0
    imagePullPolicy: IfNotPresent
    env: [{name: CORE_SECRET, valueFrom: {secretKeyRef: {name: {{ . }}-core, key: secret}}}]
    envFrom: [{configMapRef: {name: {{ . }}-jobservice-env}}, {secretRef: {name: {{ . }}-jobservice}}]
    ports: [{containerPort: 8080}]
    volumeMounts: [{name: job-logs, mountPath: /var/log/jobs}]
volumes:
  - {name: job-logs, persistentVolumeClaim: {claimName: {{ . }}-jobservice}}
{{- end }}
{{- define "harbor.database" }}
containers:
  - name: database
    image: goharbor/harbor-db:v2.14.0
    imagePullPolicy: IfNotPresent
    envFrom: [{secretRef: {name: {{ . }}-database}}]
    volumeMounts: [{name: database-data, mountPath: /var/lib/postgresql/data}]
{{- end }}
{{- define "harbor.redis" }}
containers:
  - {name: redis, image: "goharbor/redis-photon:v2.14.0", imagePullPolicy: IfNotPresent, volumeMounts: [{name: data, mountPath: /var/lib/redis}]}
{{- end }}
