// What applies to all built-in services.

import fc from 'fast-check';
import { merge } from '../../../lib/values/file/merge';
import { secretFault } from '../../../lib/values/schema/secret-text';
import { render, yamlOf } from '../../support/render';
import { violations } from '../../support/restricted';
import { minimal, system } from './built-in-system';
import { given as harborGiven, rendered as harborRendered, system as harborSystem } from './harbor-system';

/** Settings of the whole chart, which every pod must have. */
const settings = {
  global: { imageRegistry: 'ecr.acme.io', imagePullSecrets: ['pull'], storageClass: 'gp3' },
  nodeSelector: { pool: 'data' },
  tolerations: [{ key: 'data', operator: 'Exists' }],
  priorityClassName: 'high',
  podLabels: { team: 'data' },
  podAnnotations: { note: 'x' },
};

const everything = [
  ['PostgreSQL, Redis and MinIO', () => render(system, minimal)],
  [
    'everything, with all options',
    () =>
      render(
        system,
        merge(minimal, {
          redis: { replica: { replicaCount: 1 } },
          minio: { mode: 'distributed', replicas: 4, tls: { enabled: true, certSecret: 'tls' } },
        }),
      ),
  ],
  ['Harbor', () => harborRendered({ trivy: { enabled: true } })],
] as const;

test.each(everything)(
  "%s: Pod Security restricted takes every pod, whatever the platform's own run as",
  (_name, make) => {
    expect(violations(make())).toEqual([]);
  },
);

test.each([
  ['PostgreSQL, Redis and MinIO', () => render(system, merge(minimal, settings))],
  ['Harbor', () => render(harborSystem, merge(harborGiven({ trivy: { enabled: true } }), settings))],
] as const)('%s: every pod has the settings of the chart, including Jobs and init containers', (_name, make) => {
  const pods = make().objects.flatMap(({ spec }) => {
    const { template } = (spec ?? {}) as { readonly template?: { readonly spec: Record<string, unknown> } };
    return template ? [template] : [];
  });
  expect(pods.length).toBeGreaterThanOrEqual(4);
  for (const pod of pods) {
    expect(pod).toMatchObject({
      metadata: { labels: { team: 'data' }, annotations: { note: 'x' } },
      spec: {
        nodeSelector: { pool: 'data' },
        tolerations: settings.tolerations,
        priorityClassName: 'high',
        imagePullSecrets: [{ name: 'pull' }],
      },
    });
    expect(JSON.stringify(pod)).not.toMatch(/"image":"(?!ecr\.acme\.io\/)/);
  }
});

const password = fc
  .string({ minLength: 8, maxLength: 20, unit: 'binary-ascii' })
  .filter((text) => !/[\r\n]$/.test(text) && secretFault({ secret: true }, text) === undefined);
const size = fc.integer({ min: 1, max: 999 }).map((gibibytes) => `${gibibytes}Gi`);
const values = fc.record({
  postgresql: fc.record({
    enabled: fc.boolean(),
    auth: fc.record({
      postgresPassword: password,
      password,
      username: fc.constantFrom('user', 'daytona', 'postgres'),
      database: fc.constantFrom('daytona', 'other'),
    }),
    primary: fc.record({ persistence: fc.record({ enabled: fc.boolean(), size }) }),
  }),
  redis: fc.record({
    enabled: fc.boolean(),
    auth: fc.record({ password }),
    replica: fc.record({ replicaCount: fc.integer({ min: 0, max: 3 }) }),
    persistence: fc.record({ enabled: fc.boolean(), size }),
    containerPorts: fc.record({ redis: fc.integer({ min: 1, max: 65535 }) }),
  }),
  minio: fc.record({
    enabled: fc.boolean(),
    rootPassword: password,
    user: fc.record({ secretKey: password }),
    service: fc.record({ port: fc.integer({ min: 1, max: 65535 }) }),
    console: fc.boolean(),
    persistence: fc.record({ enabled: fc.boolean(), size }),
  }),
});

test('any valid values render the same twice, and no password is outside the Secrets', () => {
  fc.assert(
    fc.property(values, (given) => {
      const first = render(system, given);
      expect(yamlOf(render(system, given))).toBe(yamlOf(first));
      const open = JSON.stringify(first.objects.filter(({ kind }) => kind !== 'Secret'));
      for (const text of [given.postgresql.auth.password, given.redis.auth.password, given.minio.rootPassword]) {
        expect(open.includes(JSON.stringify(text))).toBe(false);
      }
    }),
    { numRuns: 25 },
  );
});
