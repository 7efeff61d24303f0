// Requirements as text: one line for each, with the objects that need it.

import type { Requirements } from '../../lib/requirements/requirements';
import { requirementsText } from '../../lib/requirements/text';
import { NO_REQUIREMENTS } from '../support/requirements';

const by = ['Deployment labs/web'];
const linesOf = (needs: Partial<Requirements>) =>
  requirementsText([{ ...NO_REQUIREMENTS, ...needs }])
    .split('\n')
    .slice(1, -1);

test.each<[string, Partial<Requirements>, string[]]>([
  [
    'namespaces',
    {
      namespaces: [
        { name: 'a' },
        { name: 'b', podSecurity: 'restricted' },
        { name: 'c', podSecurity: 'privileged', because: ['DaemonSet c/d hostPID'] },
      ],
    },
    [
      '  namespace a',
      '  namespace b, Pod Security restricted',
      '  namespace c, Pod Security privileged:',
      '    DaemonSet c/d hostPID',
    ],
  ],
  [
    'objects',
    {
      objects: [
        { kind: 'ClusterIssuer', name: 'i' },
        { kind: 'Secret', name: 's', namespace: 'n', keys: ['a', 'b'], command: 'kubectl create' },
        { kind: 'Secret', name: 't', namespace: 'n', command: 'kubectl create' },
        { kind: 'SecretStore', name: 'v', namespace: 'n', keys: ['a', 'b', 'c', 'd', 'e'] },
      ],
    },
    [
      '  Secret n/s with a, b:',
      '    kubectl create',
      '  Secret n/t:',
      '    kubectl create',
      '  ClusterIssuer i',
      '  SecretStore n/v with a, b, c, and 2 more',
    ],
  ],
  [
    'APIs',
    {
      apis: [
        { apiVersion: 'a.io/v1', kind: 'A', from: 'Project', by },
        { apiVersion: 'b.io/v1', kind: 'B', by },
      ],
    },
    ['  A of a.io/v1 (Project): Deployment labs/web', '  B of b.io/v1: Deployment labs/web'],
  ],
  [
    'classes',
    {
      classes: [
        { kind: 'StorageClass', name: 'fast', accessModes: ['ReadWriteOnce', 'ReadOnlyMany'], by },
        { kind: 'IngressClass', by },
      ],
    },
    [
      '  StorageClass fast, ReadWriteOnce and ReadOnlyMany: Deployment labs/web',
      '  IngressClass (the default of the cluster): Deployment labs/web',
    ],
  ],
  [
    'nodes',
    {
      nodes: [
        { labels: { a: 'b', c: 'd' }, by },
        { oneOf: [{ matchExpressions: [] }], by },
        {
          tolerations: [
            { key: 'gpu', value: 'yes', effect: 'NoSchedule' },
            { key: 'spot', operator: 'Exists' },
            { key: 'empty', value: '' },
            { operator: 'Exists', effect: 'NoExecute' },
          ],
          by,
        },
      ],
    },
    [
      '  nodes: a=b, c=d: Deployment labs/web',
      '  nodes: one of [{"matchExpressions":[]}]: Deployment labs/web',
      '  nodes: may be tainted gpu=yes:NoSchedule, may be tainted spot, may be tainted empty, may be tainted with anything:NoExecute: Deployment labs/web',
    ],
  ],
  [
    'what nodes offer',
    {
      devices: [{ name: '/dev/kvm', by }],
      hostPaths: [
        { name: '/var', by },
        { name: '/run', type: 'Directory', by },
      ],
    },
    [
      '  device /dev/kvm on the nodes: Deployment labs/web',
      '  path /var on the nodes: Deployment labs/web',
      '  path /run (Directory) on the nodes: Deployment labs/web',
    ],
  ],
  [
    'names and addresses',
    {
      hosts: [
        { host: 'a.io', tls: true, by },
        { host: 'b.io', tls: false, by },
      ],
      loadBalancers: [{ ports: [80, 443], by }],
    },
    [
      '  DNS name a.io, with a certificate: Deployment labs/web',
      '  DNS name b.io: Deployment labs/web',
      '  load balancer for port 80, 443: Deployment labs/web',
    ],
  ],
  [
    'Gateways',
    {
      gateways: [
        {
          name: 'g',
          namespace: 'n',
          listener: 'https',
          port: 443,
          route: 'HTTPRoute',
          hosts: ['a', 'b'],
          admits: 'labs',
          by,
        },
        { name: 'g', port: 22, route: 'TCPRoute', by },
        { name: 'g', route: 'HTTPRoute', by },
      ],
    },
    [
      '  Gateway n/g with a listener https on port 443 for a, b, which admits routes of namespace labs: Deployment labs/web',
      '  Gateway g with a listener on port 22 for TCP: Deployment labs/web',
      '  Gateway g with a listener: Deployment labs/web',
    ],
  ],
  [
    'cloud policies',
    { policies: [{ cloud: 'aws', purpose: 'nodes', document: { a: 1 } } as never] },
    ['  aws policy for nodes: {"a":1}'],
  ],
])('%s', (_what, needs, lines) => {
  expect(linesOf(needs)).toEqual(lines);
});

test('releases without any are listed as such, and control characters are escaped', () => {
  expect(requirementsText([NO_REQUIREMENTS, { ...NO_REQUIREMENTS, release: 'other' }])).toBe(
    'lab and 1 more:\n  none beyond what every cluster has\n',
  );
  expect(linesOf({ namespaces: [{ name: 'a\u001b[2J' }] })[0]).not.toContain('\u001b');
});
