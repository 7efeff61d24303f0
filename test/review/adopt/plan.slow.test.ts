// From an installed Helm release to values that render the same release.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { system as daytona } from '../../../charts/daytona';
import { system as region } from '../../../charts/daytona-region';
import type { Manifest } from '../../../lib/k8s/object/manifest';
import type { System } from '../../../lib/render/system';
import { type Plan, plan } from '../../../lib/review/adopt/plan';
import { manifestsOfText } from '../../../lib/review/diff/documents';
import { loadLayer } from '../../../lib/values/file/load';
import { merge } from '../../../lib/values/file/merge';
import type { Tree } from '../../../lib/values/layer';
import { InputError } from '../../../lib/values/problem';
import { problemsOf } from '../../support/problems';

const CHARTS = join(__dirname, '..', '..', 'cluster', 'adopt', 'charts');
const read = (path: string): string => readFileSync(path, 'utf8');
const treeOf = (path: string): Tree => loadLayer({ source: path, text: read(path) }).apply({});
const installed = (chart: string): Manifest[] =>
  manifestsOfText(chart, read(join(__dirname, 'installed', `${chart}.yaml`)));
const given = (chart: string): Tree => treeOf(join(CHARTS, `${chart}.values.yaml`));
const all = (chart: string): Tree => merge(treeOf(join(CHARTS, chart, 'values.yaml')), given(chart));

function planOf(system: System, manifest: readonly Manifest[], values: Tree, made: Tree = {}): Plan {
  return plan(system, { name: 'web', namespace: 'shop', target: 'kubectl', manifest, values, create: () => made });
}

const problems = (work: () => unknown): string[] => {
  try {
    work();
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.message.split('\n');
    throw error;
  }
};

describe('the platform, installed with the defaults of the Helm chart', () => {
  const made = planOf(daytona as unknown as System, installed('daytona'), all('daytona'));
  const { env } = (made.secrets.services as { api: { env: Record<string, string> } }).api;

  test('credentials are taken from the running release, unchanged', () => {
    expect(env).toMatchObject({
      ENCRYPTION_KEY: 'CHANGE_ME_32_CHARACTER_SECRET_K!',
      // How Helm writes the number 99887766.
      ENCRYPTION_SALT: '9.9887766e+07',
      S3_SECRET_KEY: 'Zx81-s3-Secret',
    });
    expect(made.credentials.flatMap(({ differs }) => differs)).toEqual([]);
  });

  test('publicly known ones are kept by name, and a new installation refuses them', () => {
    expect(made.published).toContain('services.api.env.ENCRYPTION_KEY');
    expect(made.values.keepPublishedCredentials).toEqual(made.published);
    const { keepPublishedCredentials: _kept, ...asNew } = merge(made.values, made.secrets) as Record<string, unknown>;
    expect(problemsOf(daytona, asNew)).toContain(
      'services.api.env.ENCRYPTION_KEY: is the publicly known default (`sandbox-charts secrets daytona` generates one)',
    );
    expect(problemsOf(daytona, merge(made.values, made.secrets))).toEqual([]);
  });

  test('the values are as few as possible', () => {
    expect(made.values).toMatchInlineSnapshot(`
{
  "baseDomain": "dt.acme.io",
  "externalDatabase": {
    "host": "db.acme.io",
  },
  "externalRedis": {
    "host": "redis.acme.io",
    "port": 6380,
    "tls": true,
    "username": "app",
  },
  "harbor": {
    "enabled": false,
  },
  "keepPublishedCredentials": [
    "services.api.env.ENCRYPTION_KEY",
    "services.sshGateway.apiKey",
    "services.runnermanager.env.API_TOKEN",
    "services.runner.env.SYSTEM_API_TOKEN",
    "services.runnermanager.env.API_KEY",
    "services.runner.env.API_TOKEN",
    "dex.config.staticPasswords[0].password",
  ],
  "postgresql": {
    "enabled": false,
  },
  "redis": {
    "enabled": false,
  },
  "services": {
    "api": {
      "env": {
        "INTERNAL_REGISTRY_ADMIN": "robot",
        "INTERNAL_REGISTRY_URL": "https://registry.acme.io",
        "S3_DEFAULT_BUCKET": "daytona-volumes",
        "S3_ENDPOINT": "https://s3.us-west-1.amazonaws.com",
        "S3_STS_ENDPOINT": "https://sts.us-west-1.amazonaws.com",
        "SMTP_HOST": "smtp.acme.io",
        "TRANSIENT_REGISTRY_ADMIN": "robot",
        "TRANSIENT_REGISTRY_URL": "https://registry.acme.io",
      },
      "replicaCount": 2,
    },
    "proxy": {
      "image": {
        "tag": "v0.139.1-rc.1",
      },
    },
    "sshGateway": {
      "image": {
        "tag": "",
      },
      "sshKeys": {
        "pubClientSSHKey": "UFVCLUNMSUVOVA==",
      },
    },
  },
}
`);
  });

  test('no credential is among them', () => {
    const text = JSON.stringify(made.values);
    for (const secret of Object.values(env)) expect(text).not.toContain(secret);
  });

  test('every Secret of the release keeps its contents', () => {
    const dataOf = (objects: readonly Manifest[]) =>
      new Map(objects.filter(({ kind }) => kind === 'Secret').map(({ metadata, data }) => [metadata.name, data]));
    const now = dataOf(made.rendered.objects);
    for (const [name, data] of dataOf(made.installed)) expect(now.get(name)).toEqual(data);
  });

  test('the result is the same from the objects of the API server, among others', () => {
    const live = installed('daytona').map((object) => liveOf(object, 'web'));
    const foreign = installed('daytona-region').map((object) => liveOf(object, 'other'));
    const again = planOf(daytona as unknown as System, [...live, ...foreign], all('daytona'));
    expect([again.values, again.secrets]).toEqual([made.values, made.secrets]);
    expect(again.installed).toHaveLength(made.installed.length);
  });
});

const liveOf = (object: Manifest, release: string): Manifest => ({
  ...object,
  metadata: {
    ...object.metadata,
    uid: '1',
    annotations: {
      ...object.metadata.annotations,
      'meta.helm.sh/release-name': release,
      'meta.helm.sh/release-namespace': 'shop',
    },
  } as Manifest['metadata'],
});

test('a credential in a Secret that is not in the manifest stops the plan', () => {
  const manifest = JSON.parse(
    JSON.stringify(installed('daytona')).replace(
      '{"name":"ENCRYPTION_KEY","value":"CHANGE_ME_32_CHARACTER_SECRET_K!"}',
      '{"name":"ENCRYPTION_KEY","valueFrom":{"secretKeyRef":{"name":"keys","key":"main"}}}',
    ),
  ) as Manifest[];
  expect(problems(() => planOf(daytona as unknown as System, manifest, {}))).toEqual(
    expect.arrayContaining([
      'services.api.env.ENCRYPTION_KEY: the manifest does not show what runs at Deployment/web-daytona-api/api ENCRYPTION_KEY: give the value in a values file, or add the Secret to the manifest',
    ]),
  );
});

test('a manifest without the API does not lead to a new encryption key', () => {
  const manifest = installed('daytona').filter(({ metadata }) => metadata.name !== 'web-daytona-api');
  const { ENCRYPTION_KEY: _key, ...rest } = (all('daytona').services as { api: { env: Record<string, unknown> } }).api
    .env;
  const values = merge(all('daytona'), { services: { api: { env: { ...rest, ENCRYPTION_KEY: '' } } } });
  expect(problems(() => planOf(daytona as unknown as System, manifest, values)).join('\n')).toMatch(
    /^services\.api\.env\.ENCRYPTION_KEY: the manifest does not show/m,
  );
});

describe('a region', () => {
  test('keeps its images and its keys', () => {
    const { values, secrets } = planOf(
      region as unknown as System,
      installed('daytona-region'),
      given('daytona-region'),
    );
    expect({ values, secrets }).toMatchInlineSnapshot(`
{
  "secrets": {
    "daytonaApiKey": "dtn_0123456789",
    "services": {
      "snapshotManager": {
        "storage": {
          "s3": {
            "accessKey": "AKIA0123456789EXAMPL",
            "secretKey": "wJalrXUtnFEMIK7MDENG",
          },
        },
      },
    },
  },
  "values": {
    "daytonaApiUrl": "https://api.daytona.io/api",
    "proxyUrl": "https://proxy.mycompany.daytona.io",
    "regionName": "my-custom-region",
    "services": {
      "proxy": {
        "image": {
          "tag": "v0.167.0",
        },
        "ingress": {
          "annotations": {
            "cert-manager.io/cluster-issuer": "letsencrypt",
          },
        },
      },
      "snapshotManager": {
        "enabled": true,
        "image": {
          "repository": "daytonaio/daytona-snapshot-manager",
          "tag": "v0.167.0",
        },
        "ingress": {
          "enabled": true,
          "hostname": "snapshots.mycompany.daytona.io",
        },
        "storage": {
          "s3": {
            "bucket": "my-daytona-snapshots",
            "region": "us-east-1",
          },
        },
      },
    },
  },
}
`);
  });

  test('settings that are in no values file are read from the objects; a Secret that Helm deleted is reported', () => {
    const { values, decisions } = planOf(region as unknown as System, installed('daytona-region'), {
      regionName: 'my-custom-region',
      services: { snapshotManager: { enabled: true, storage: { s3: { region: 'us-east-1', bucket: 'snapshots' } } } },
    });
    expect(values).toMatchObject({
      proxyUrl: 'https://proxy.mycompany.daytona.io',
      daytonaApiUrl: 'https://api.daytona.io/api',
      registration: { existingSecret: 'web-daytona-region-daytona-api-key' },
    });
    expect(decisions.join('\n')).toContain('Create `web-daytona-region-daytona-api-key` in namespace `shop`');
  });
});

test('values that this chart does not have are listed', () => {
  const values = merge(given('daytona-region'), { services: { proxy: { color: 'red', hostUsers: '' } } });
  const { left } = planOf(region as unknown as System, installed('daytona-region'), values);
  expect(left.map(({ path }) => path.join('.'))).toEqual(['services.proxy.color']);
});

test('the manifest of another application is refused', () => {
  expect(problems(() => planOf(region as unknown as System, [], given('daytona-region')))).toEqual([
    'the manifest has no object of this release (is it the right release and namespace?)',
  ]);
});
