// Any valid values: objects that fit together and that Kubernetes accepts, the same output every time, no credential
// outside Secrets, and pods that a restricted namespace admits.

import fc from 'fast-check';
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import { system } from '../../../charts/daytona-region';
import type { Manifest } from '../../../lib/k8s/object/manifest';
import { render, yamlOf } from '../../support/render';

const SECRET = 'correct-horse-battery-staple';
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const labels = fc.dictionary(word, word, { maxKeys: 2 });
const tolerations = fc.array(fc.record({ key: word, operator: fc.constant('Exists') }), { maxLength: 2 });
const placement = {
  nodeSelector: labels,
  tolerations,
  podLabels: labels,
  podAnnotations: labels,
  priorityClassName: word,
};

const ingress = {
  className: fc.constantFrom('nginx', 'alb', ''),
  tls: fc.boolean(),
  selfSigned: fc.boolean(),
  annotations: labels,
};

const proxy = fc.record(
  {
    ...placement,
    replicaCount: fc.nat(5),
    ingress: fc.record({ ...ingress, enabled: fc.boolean() }, { requiredKeys: [] }),
    autoscaling: fc.record({ enabled: fc.boolean(), minReplicas: fc.integer({ min: 1, max: 3 }) }),
    env: fc.record({ PROXY_PORT: fc.integer({ min: 1, max: 65535 }) }),
    networkPolicy: fc.record({ enabled: fc.boolean() }),
  },
  { requiredKeys: [] },
);

const keys = fc.constantFrom({}, { accessKey: 'AKIA', secretKey: SECRET }, { existingSecret: 's3' });
const snapshotManager = fc.record(
  {
    enabled: fc.boolean(),
    storage: fc.record({ s3: keys.map((access) => ({ region: 'eu', bucket: 'b', ...access })) }),
    ...placement,
    replicaCount: fc.nat(3),
    image: fc.record({ repository: fc.constantFrom('registry', 'daytonaio/daytona-snapshot-manager') }),
    ingress: fc.record({ ...ingress, enabled: fc.boolean(), hostname: fc.constant('snapshots.example.com') }),
    http: fc.record({ secret: fc.constant(SECRET), tls: fc.record({ selfSigned: fc.boolean() }) }),
    auth: fc.record({ enabled: fc.boolean() }),
  },
  { requiredKeys: ['enabled', 'storage', 'http'] },
);

const values = fc.record(
  {
    regionName: fc.constant('eu'),
    proxyUrl: fc.constantFrom('https://proxy.example.com', 'http://localhost:4000', 'https://a.b.c.d.e:8443/'),
    daytonaApiUrl: fc.constant('https://api.example.com/api/'),
    daytonaApiKey: fc.constant(SECRET),
    services: fc.record({ proxy, snapshotManager }),
    registration: fc.record({ enabled: fc.boolean(), adoptExisting: fc.boolean() }),
    certManager: optional(fc.record({ issuer: word, kind: fc.constantFrom('Issuer', 'ClusterIssuer') })),
    global: fc.record({ imageRegistry: fc.constantFrom('', 'registry.example.com:5000/mirror') }),
    commonLabels: labels,
    commonAnnotations: labels,
    nodeSelector: labels,
  },
  { requiredKeys: ['regionName', 'proxyUrl', 'daytonaApiUrl', 'daytonaApiKey', 'services'] },
);

const names = fc.stringMatching(/^[a-z]([-a-z0-9]{0,50}[a-z0-9])?$/);

interface PodShape {
  readonly template: { readonly spec: IPodSpec };
}

interface CronJobShape {
  readonly jobTemplate: { readonly spec: PodShape };
}

function podsOf({ kind, spec }: Manifest): IPodSpec[] {
  if (kind === 'CronJob') return [(spec as CronJobShape).jobTemplate.spec.template.spec];
  return ['Deployment', 'Job'].includes(kind) ? [(spec as PodShape).template.spec] : [];
}

test('any valid values render, fit together, and render the same again', () => {
  fc.assert(
    fc.property(values, names, (given, name) => {
      const rendered = render(system, given, { name, namespace: 'daytona' });
      expect(yamlOf(render(system, given, { name, namespace: 'daytona' }))).toBe(yamlOf(rendered));
      expect(JSON.stringify(rendered.objects)).not.toContain(SECRET);
      for (const spec of rendered.objects.flatMap(podsOf)) {
        expect(spec.securityContext?.seccompProfile).toEqual({ type: 'RuntimeDefault' });
        for (const { image, securityContext } of [...(spec.initContainers ?? []), ...spec.containers]) {
          expect(securityContext).toMatchObject({
            allowPrivilegeEscalation: false,
            capabilities: { drop: ['ALL'] },
            runAsNonRoot: true,
          });
          if (given.global?.imageRegistry) expect(image).toMatch(/^registry\.example\.com:5000\/mirror\//);
        }
      }
    }),
    { numRuns: 60 },
  );
});
