// Each of five services can be built in or external, and every combination is a complete platform.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { system } from '../../../charts/daytona';
import type { Manifest } from '../../../lib/k8s/object/manifest';
import { OutputWriter } from '../../../lib/output/writer';
import { checkSchema } from '../../../lib/render/schema-check';
import { readLayer } from '../../../lib/values/file/load';
import { rendered } from '../../support/render';

const credentials = readLayer('credentials', join(__dirname, 'credentials.values.yaml')).apply({});

/** The values for an external service. Except for MinIO, built in is the default. */
const SERVICES = {
  postgresql: {
    internal: {},
    external: {
      postgresql: { enabled: false },
      externalDatabase: { host: 'db.example.com', name: 'platform', user: 'owner', password: 'Zx81-external-database' },
    },
  },
  redis: {
    internal: {},
    external: {
      redis: { enabled: false },
      externalRedis: { host: 'redis.example.com', tls: true, username: 'app', password: 'Zx81-external-redis' },
    },
  },
  minio: {
    internal: { minio: { enabled: true } },
    external: {
      services: {
        api: {
          env: {
            S3_ENDPOINT: 'https://s3.eu-west-1.amazonaws.com',
            S3_REGION: 'eu-west-1',
            S3_DEFAULT_BUCKET: 'volumes',
            S3_ACCESS_KEY: 'Zx81-external-access',
            S3_SECRET_KEY: 'Zx81-external-secret',
          },
        },
      },
    },
  },
  harbor: {
    internal: {},
    external: {
      harbor: { enabled: false },
      services: {
        api: {
          env: Object.fromEntries(
            ['TRANSIENT', 'INTERNAL'].flatMap((kind) => [
              [`${kind}_REGISTRY_URL`, 'https://registry.example.com'],
              [`${kind}_REGISTRY_ADMIN`, 'robot'],
              [`${kind}_REGISTRY_PASSWORD`, 'Zx81-external-registry'],
              [`${kind}_REGISTRY_PROJECT_ID`, 'daytona'],
            ]),
          ),
        },
      },
    },
  },
  dex: {
    internal: {},
    external: {
      dex: { enabled: false },
      services: {
        api: { env: { OIDC_ISSUER_BASE_URL: 'https://login.example.com/realms/dev', OIDC_CLIENT_ID: 'dev' } },
      },
    },
  },
} as const;

type Service = keyof typeof SERVICES;
type Place = 'internal' | 'external';
const NAMES = Object.keys(SERVICES) as Service[];
const PLACES = ['internal', 'external'] as const;

const combinations = NAMES.reduce<Partial<Record<Service, Place>>[]>(
  (found, service) => found.flatMap((one) => PLACES.map((place) => ({ ...one, [service]: place }))),
  [{}],
) as Record<Service, Place>[];

/** Something must issue the certificates. */
const CERTIFICATES = { certManager: { issuer: 'letsencrypt' } };

const render = (where: Record<Service, Place>) =>
  rendered(system, [credentials, CERTIFICATES, ...NAMES.map((service) => SERVICES[service][where[service]])]);

/** Where the address of each external service is set, and the object that only the built-in one has. */
const TRACES: Readonly<Record<Service, { readonly host: string; readonly own: string }>> = {
  postgresql: { host: 'db.example.com', own: 'StatefulSet daytona-postgresql' },
  redis: { host: 'redis.example.com', own: 'StatefulSet daytona-redis-master' },
  minio: { host: 'https://s3.eu-west-1.amazonaws.com', own: 'Deployment daytona-minio' },
  harbor: { host: 'https://registry.example.com', own: 'Deployment daytona-harbor-core' },
  dex: { host: 'https://login.example.com/realms/dev', own: 'Deployment daytona-dex' },
};

/** Each credential in the values, in plain text and as in a Secret. */
const SECRET = /Zx81|UFJJVi|Wng4M|PRIV-|\$2y\$10\$/;
const isSecret = ({ kind }: Manifest) => kind === 'Secret';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'combinations-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('all combinations are here', () => expect(new Set(combinations.map((one) => JSON.stringify(one))).size).toBe(32));

describe.each(combinations.map((where) => [NAMES.map((name) => `${name} ${where[name]}`).join(', '), where] as const))(
  '%s',
  (_name, where) => {
    // Rendering checks that every reference has an object, a key, a port.
    const release = render(where);
    const { objects, externals } = release;

    test('every object is valid, and all references resolve', () => {
      expect(checkSchema(objects)).toEqual([]);
      expect(externals.filter(({ kind, generated }) => kind === 'Secret' && !generated)).toEqual([]);
    });

    test.each(NAMES)('%s is where the values say', (service) => {
      const { host, own } = TRACES[service];
      const names = objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
      expect(names.includes(own)).toBe(where[service] === 'internal');
      expect(JSON.stringify(objects).includes(host)).toBe(where[service] === 'external');
    });

    test('no credential is outside a Secret', () => {
      expect(JSON.stringify(objects.filter(isSecret))).toMatch(/Wng4M/);
      const open = objects.filter((object) => !isSecret(object) && SECRET.test(JSON.stringify(object)));
      expect(open.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([]);
    });

    test('kubectl reads a folder of its objects', async () => {
      const own = join(folder, Object.values(where).join('-'));
      const writer = new OutputWriter({ folder: own, layout: 'objects', tool: 'test', prune: true });
      writer.add(release);
      await writer.commit();
      const { stdout, stderr, status, error } = spawnSync('kubectl', ['kustomize', join(own, release.name)], {
        encoding: 'utf8',
        maxBuffer: 2 ** 26,
      });
      // Without kubectl, the writer's tests still cover the layout.
      if (error) return expect(error).toMatchObject({ code: 'ENOENT' });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout.match(/^kind: /gm)).toHaveLength(objects.length);
    });
  },
);
