// The reverse proxy in front of core and portal if there is no Ingress: nginx, and a Service of the selected type.

import type { Construct } from 'constructs';
import type { IServicePort } from 'kubernetes-models/v1/ServicePort';
import { type ServiceOptions, service } from '../../../../lib/k8s/network/service';
import { configMap } from '../../../../lib/k8s/secret/config';
import { container } from '../../../../lib/k8s/workload/container';
import { httpProbe } from '../../../../lib/k8s/workload/probes';
import { CORE_PATHS, certificateSecret } from '../access';
import type { HarborContext } from '../context';
import type { Harbor } from '../harbor';
import { behindNginx } from '../public-address';
import { addresses, labelsOf, PORTS } from './components';
import { nginxConfig } from './nginx-config';
import { deployment, harborPod } from './workload';

const CERTIFICATE = '/etc/nginx/cert';
const HEALTHY = '/-/healthy';
/** Maximum seconds for the upload of a layer. */
const TIMEOUT_SECONDS = 900;

export function nginx(scope: Construct, harbor: Harbor, context: HarborContext): void {
  const { release, values, prefix } = harbor;
  if (!behindNginx(values)) return;
  const name = `${prefix}-nginx`;
  const labels = labelsOf(release, values, 'nginx');
  const { nginx: own } = values;
  const certificate = certificateSecret(harbor, context, { name, annotations: {}, gateway: false });
  configMap(scope, 'nginx-config', release, { name, labels, data: { 'nginx.conf': configuration(harbor) } });
  const tls = certificate !== undefined;
  const probe = [tls ? PORTS.tls : PORTS.server, tls ? 'HTTPS' : undefined] as const;
  const template = harborPod(scope, harbor, {
    name,
    labels,
    component: own,
    trusts: false,
    containers: [
      {
        ...container(release, 'nginx', own),
        ports: [
          { name: 'http', containerPort: PORTS.server, protocol: 'TCP' },
          ...(tls ? [{ name: 'https', containerPort: PORTS.tls, protocol: 'TCP' as const }] : []),
        ],
        livenessProbe: httpProbe(own.livenessProbe, ...probe),
        readinessProbe: httpProbe(own.readinessProbe, ...probe),
        volumeMounts: [
          { name: 'config', mountPath: '/etc/nginx/nginx.conf', subPath: 'nginx.conf' },
          ...(tls ? [{ name: 'certificate', mountPath: CERTIFICATE, readOnly: true }] : []),
        ],
      },
    ],
    volumes: [
      { name: 'config', configMap: { name } },
      ...(tls ? [{ name: 'certificate', secret: { secretName: certificate, defaultMode: 0o440 } }] : []),
    ],
  });
  deployment(scope, 'nginx', harbor, {
    name,
    labels,
    replicas: own.replicas,
    budget: own.podDisruptionBudget,
    ownsVolume: false,
    template,
  });
  const { ports, ...options } = serviceOf(harbor);
  const shown = ports.filter(({ name: port }) => tls || port === 'http');
  service(scope, 'nginx-service', release, { labels, ...options, ports: shown });
}

type Port = IServicePort & { readonly targetPort: string };

/** Name, type, ports and settings of the Service. */
function serviceOf({ values }: Harbor): Omit<ServiceOptions, 'labels' | 'ports'> & { readonly ports: Port[] } {
  const { type, clusterIP, nodePort, loadBalancer } = values.expose;
  const both = (http: Omit<IServicePort, 'name'>, https: Omit<IServicePort, 'name'>): Port[] => [
    { name: 'http', targetPort: 'http', ...http } as Port,
    { name: 'https', targetPort: 'https', ...https } as Port,
  ];
  if (type === 'nodePort') {
    const { name, annotations, ports } = nodePort;
    return { name, annotations, type: 'NodePort', ports: both(ports.http, ports.https) };
  }
  const own = type === 'loadBalancer' ? loadBalancer : clusterIP;
  const { name, annotations } = own;
  const ports = both({ port: own.ports.httpPort }, { port: own.ports.httpsPort });
  if (type !== 'loadBalancer') {
    const { staticClusterIP } = clusterIP;
    return { name, annotations, ports, ...(staticClusterIP ? { spec: { clusterIP: staticClusterIP } } : {}) };
  }
  const { IP, sourceRanges } = loadBalancer;
  const spec = {
    ...(IP ? { loadBalancerIP: IP } : {}),
    ...(sourceRanges.length > 0 ? { loadBalancerSourceRanges: [...sourceRanges] } : {}),
  };
  return { name, annotations, ports, type: 'LoadBalancer', spec };
}

function configuration({ values, prefix, url }: Harbor): string {
  const to = addresses(prefix);
  const location = (path: string, target: string) => `    location ${path} {
      proxy_pass ${target};
      proxy_set_header Host $http_host;
      proxy_set_header X-Real-IP $remote_addr;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $forwarded_proto;
    }
`;
  const healthy = `    location = ${HEALTHY} {
      access_log off;
      return 200;
    }
`;
  const places = `${healthy}
${[...CORE_PATHS.map((path) => location(path, to.core)), location('/', to.portal)].join('\n')}`;
  const server = (listen: string, body: string) => `  server {
    listen ${listen};
    server_name _;
${body}  }
`;
  const secure = values.expose.tls.enabled;
  const certificate = `    ssl_certificate ${CERTIFICATE}/tls.crt;
    ssl_certificate_key ${CERTIFICATE}/tls.key;
    ssl_protocols TLSv1.2 TLSv1.3;

`;
  const servers = secure
    ? `${server(`${PORTS.tls} ssl`, `${certificate}${places}`)}
${server(
  `${PORTS.server}`,
  `${healthy}
    location / {
      return 308 ${url}$request_uri;
    }
`,
)}`
    : server(`${PORTS.server}`, places);
  return nginxConfig(`  # A load balancer in front may have taken TLS away.
  map $http_x_forwarded_proto $forwarded_proto {
    default $http_x_forwarded_proto;
    "" $scheme;
  }

  # Layers are of any size, and are passed on as they come.
  client_max_body_size 0;
  proxy_http_version 1.1;
  proxy_buffering off;
  proxy_request_buffering off;
  proxy_read_timeout ${TIMEOUT_SECONDS}s;
  proxy_send_timeout ${TIMEOUT_SECONDS}s;

${servers}`);
}
