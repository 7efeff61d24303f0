// Values of how Harbor is reached from outside.

import { annotationMap } from '../../../../lib/k8s/common';
import { httpRouteValues } from '../../../../lib/k8s/gateway/values';
import { ingressClass } from '../../../../lib/k8s/network/ingress';
import { port } from '../../../../lib/k8s/network/service';
import { DNS_LABEL, DNS_LABEL_LIMIT, DNS_SUBDOMAIN } from '../../../../lib/names/naming';
import { boolean, choice, integer, list, object, objectName, text } from '../../../../lib/values/schema/schema';
import { droppedOfExpose, droppedOfIngress, droppedOfTls } from './dropped';

const OCTET = '(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const IPV4 = `${OCTET}(\\.${OCTET}){3}`;
const CIDR = `^${IPV4}/(3[0-2]|[12]?\\d)$`;

const address = (description: string) =>
  text({ description, default: '', pattern: `^${IPV4}$`, expected: 'an IPv4 address' });

const serviceOf = (type: string) => ({
  name: text({
    description: `Name of the Service of type ${type}.`,
    default: 'harbor',
    pattern: DNS_LABEL.replace('[a-z0-9]', '[a-z]'),
    maxLength: DNS_LABEL_LIMIT,
    expected: 'the name of a Service',
  }),
  annotations: annotationMap('Annotations of the Service.'),
});

const ports = () =>
  object({
    httpPort: port({ description: 'HTTP port; redirects to HTTPS if TLS is on.', default: 80 }),
    httpsPort: port({ description: 'HTTPS port.', default: 443 }),
  });

const portOfNodes = (inCluster: number, onNode: number) =>
  object({
    port: port({ description: 'Port of the Service.', default: inCluster }),
    nodePort: integer({ description: 'Port on every node.', default: onNode, minimum: 1, maximum: 65535 }),
  });

export const expose = object(
  () => ({
    type: choice(['ingress', 'clusterIP', 'nodePort', 'loadBalancer', 'none'], {
      description:
        'How to expose Harbor: an Ingress, a Service of that type in front of nginx, or none. With none, route /api/, /service/, /v2/ and /c/ to core, and everything else to portal.',
      default: 'ingress',
    }),
    tls: object(
      {
        enabled: boolean({ description: 'Whether clients use HTTPS. Docker requires it.', default: true }),
        certSource: choice(['secret', 'auto', 'none'], {
          description:
            "Source of the certificate. secret: an existing Secret. auto: a Job creates a self-signed certificate in the cluster. none: the Ingress controller's default.",
          default: 'secret',
        }),
        secret: object({
          secretName: objectName({
            description: 'Secret with the certificate; defaults to that of the platform.',
            default: '',
          }),
        }),
      },
      { description: 'TLS of the Ingress or nginx.', dropped: droppedOfTls },
    ),
    ingress: object(
      {
        className: ingressClass(),
        annotations: annotationMap('Annotations of the Ingress. They must allow request bodies of any size.', {
          'nginx.ingress.kubernetes.io/ssl-redirect': 'true',
          'nginx.ingress.kubernetes.io/proxy-body-size': '0',
        }),
        hosts: object({
          core: text({
            description: 'Host name; defaults to that of externalURL, or to harbor.<baseDomain>.',
            default: '',
            pattern: DNS_SUBDOMAIN,
            expected: 'a host name in lowercase',
          }),
        }),
      },
      { description: 'The Ingress.', dropped: droppedOfIngress },
    ),
    httpRoute: httpRouteValues({ openTraffic: true }),
    clusterIP: object(
      {
        ...serviceOf('clusterIP'),
        staticClusterIP: address('IP address of the Service; assigned automatically if empty.'),
        ports: ports(),
      },
      { description: 'The Service of type clusterIP.' },
    ),
    nodePort: object(
      {
        ...serviceOf('nodePort'),
        ports: object({ http: portOfNodes(80, 30002), https: portOfNodes(443, 30003) }),
      },
      { description: 'The Service of type nodePort.' },
    ),
    loadBalancer: object(
      {
        ...serviceOf('loadBalancer'),
        IP: address('IP address of the load balancer, if its controller still supports this field.'),
        sourceRanges: list(
          text({
            description: 'CIDR, such as 10.0.0.0/8.',
            pattern: CIDR,
            expected: 'an IPv4 range such as 10.0.0.0/8',
          }),
          { description: 'Networks (CIDRs) that may connect; empty means all.', default: [] },
        ),
        ports: ports(),
      },
      { description: 'The Service of type loadBalancer.' },
    ),
  }),
  { description: 'How Harbor is exposed.', dropped: droppedOfExpose },
);
