// Harbor's web pages.

import type { Construct } from 'constructs';
import { configMap } from '../../../../lib/k8s/secret/config';
import { container } from '../../../../lib/k8s/workload/container';
import { httpProbe } from '../../../../lib/k8s/workload/probes';
import type { Harbor } from '../harbor';
import { labelsOf, names, PORTS } from './components';
import { nginxConfig } from './nginx-config';
import { deployment, harborPod, httpService } from './workload';

/** A single-page application: unknown paths are its own. */
const NGINX_CONF = nginxConfig(`  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  sendfile on;
  gzip on;
  gzip_min_length 1000;
  gzip_types text/plain text/css application/json application/javascript text/xml application/xml;

  server {
    listen ${PORTS.server};
    server_name localhost;
    root /usr/share/nginx/html;
    index index.html;

    location = /devcenter-api-2.0 {
      try_files $uri /swagger-ui-index.html;
    }

    location / {
      try_files $uri $uri/ /index.html;
    }

    # A browser that keeps it would ask for files of an earlier version.
    location = /index.html {
      add_header Cache-Control "no-store, no-cache, must-revalidate";
    }
  }
`);

export function portal(scope: Construct, harbor: Harbor): void {
  const { release, values, prefix } = harbor;
  const name = names(prefix).portal;
  const labels = labelsOf(release, values, 'portal');
  const { portal: own } = values;
  configMap(scope, 'portal-config', release, { name, labels, data: { 'nginx.conf': NGINX_CONF } });
  httpService(scope, 'portal', harbor, { name, labels, port: 'http-web' });
  const template = harborPod(scope, harbor, {
    name,
    labels,
    component: own,
    trusts: false,
    containers: [
      {
        ...container(release, 'portal', own),
        ports: [{ name: 'http', containerPort: PORTS.server, protocol: 'TCP' }],
        livenessProbe: httpProbe(own.livenessProbe, PORTS.server),
        readinessProbe: httpProbe(own.readinessProbe, PORTS.server),
        volumeMounts: [{ name: 'portal-config', mountPath: '/etc/nginx/nginx.conf', subPath: 'nginx.conf' }],
      },
    ],
    volumes: [{ name: 'portal-config', configMap: { name } }],
  });
  deployment(scope, 'portal', harbor, {
    name,
    labels,
    replicas: own.replicas,
    budget: own.podDisruptionBudget,
    ownsVolume: false,
    template,
  });
}
