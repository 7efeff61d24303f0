// Values of how Harbor is reached from outside.

import { annotationMap } from '../../../lib/k8s/common';
import { ingressClass } from '../../../lib/k8s/ingress';
import { port } from '../../../lib/k8s/service';
import { DNS_LABEL, DNS_LABEL_LIMIT, DNS_SUBDOMAIN } from '../../../lib/names/naming';
import { boolean, choice, integer, list, object, objectName, text } from '../../../lib/values/schema';

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
    httpPort: port({ description: 'Port of HTTP; with TLS it leads to the other one.', default: 80 }),
    httpsPort: port({ description: 'Port of HTTPS.', default: 443 }),
  });

const portOfNodes = (inCluster: number, onNode: number) =>
  object({
    port: port({ description: 'Port of the Service.', default: inCluster }),
    nodePort: integer({ description: 'Port of every node.', default: onNode, minimum: 1, maximum: 65535 }),
  });

export const expose = object(
  {
    type: choice(['ingress', 'clusterIP', 'nodePort', 'loadBalancer', 'none'], {
      description:
        'An Ingress; a Service of that type in front of nginx; or none: route /api/, /service/, /v2/ and /c/ to core, everything else to portal.',
      default: 'ingress',
    }),
    tls: object(
      {
        enabled: boolean({ description: 'Whether clients use HTTPS. Docker insists on it.', default: true }),
        certSource: choice(['secret', 'auto', 'none'], {
          description:
            "A Secret; auto has a Job make a self-signed certificate in the cluster; none is the Ingress controller's own.",
          default: 'secret',
        }),
        secret: object({
          secretName: objectName({
            description: "Secret with the certificate; empty takes the platform's.",
            default: '',
          }),
        }),
      },
      { description: 'TLS of Ingress or nginx.' },
    ),
    ingress: object(
      {
        className: ingressClass(),
        annotations: annotationMap('Annotations of the Ingress; they must allow bodies of any size.', {
          'nginx.ingress.kubernetes.io/ssl-redirect': 'true',
          'nginx.ingress.kubernetes.io/proxy-body-size': '0',
        }),
        hosts: object({
          core: text({
            description: 'Host name; empty is that of externalURL, or harbor. and baseDomain.',
            default: '',
            pattern: DNS_SUBDOMAIN,
            expected: 'a host name in lower case',
          }),
        }),
      },
      { description: 'The Ingress.' },
    ),
    clusterIP: object(
      {
        ...serviceOf('clusterIP'),
        staticClusterIP: address('Address of the Service; empty takes any.'),
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
        IP: address('Address that the load balancer is to have, where its controller still reads this field.'),
        sourceRanges: list(
          text({
            description: 'Addresses, such as 10.0.0.0/8.',
            pattern: CIDR,
            expected: 'an IPv4 range such as 10.0.0.0/8',
          }),
          { description: 'Who may connect; empty is everybody.', default: [] },
        ),
        ports: ports(),
      },
      { description: 'The Service of type loadBalancer.' },
    ),
  },
  { description: 'How Harbor is reached from outside.' },
);
