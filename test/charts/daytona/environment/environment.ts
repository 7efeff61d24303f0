// The environment of the platform's containers for given values.

import { join } from 'node:path';
import { system } from '../../../../charts/daytona';
import { Inventory } from '../../../../lib/render/checks/inventory';
import type { Rendered } from '../../../../lib/render/render';
import { readLayer } from '../../../../lib/values/file/load';
import { rendered } from '../../../support/render';

const credentials = readLayer('credentials', join(__dirname, '..', 'credentials.values.yaml')).apply({});

/** A variable, values added to the credentials, and its content; `undefined` if the container does not have it. */
export type Row = readonly [variable: string, values: object, expected: unknown];

const known = new Map<string, Rendered>();

/** The tables use the same values repeatedly. */
function platform(values: object): Rendered {
  const key = JSON.stringify(values);
  const release = known.get(key) ?? rendered(system, [credentials, values]);
  known.set(key, release);
  return release;
}

/** The variables of a container: text, or the source of the text. */
export const environment = (workload: string, container: string, values: object): Record<string, unknown> =>
  environmentOf(platform(values), workload, container);

export function environmentOf(
  { objects, externals }: Rendered,
  workload: string,
  container: string,
): Record<string, unknown> {
  const pod = new Inventory(objects, externals).pods.find(({ object: { kind, metadata } }) => {
    const name = kind === 'Job' ? metadata.name.replace(/-[0-9a-f]{10}$/, '') : metadata.name;
    return `${kind} ${name}` === workload;
  });
  const found = pod?.spec.containers.find(({ name }) => name === container);
  if (!found) throw new Error(`no container ${container} in ${workload}`);
  return Object.fromEntries((found.env ?? []).map(({ name, value, valueFrom }) => [name, value ?? valueFrom ?? '']));
}

/** A reference to a key of a Secret, as in a Kubernetes object. */
export const secret = (name: string, key: string) => ({ secretKeyRef: { name, key } });
export const field = (fieldPath: string) => ({ fieldRef: { apiVersion: 'v1', fieldPath } });

export const api = (env: object) => ({ services: { api: { env } } });
export const proxy = (env: object) => ({ services: { proxy: { env } } });

export const EXTERNAL_DATABASE = {
  postgresql: { enabled: false },
  externalDatabase: { host: 'db.example.com', port: 6432, name: 'platform', user: 'owner', existingSecret: 'database' },
};
export const EXTERNAL_REDIS = {
  redis: { enabled: false },
  externalRedis: { host: 'redis.example.com', port: 6380, tls: true, username: 'app', existingSecret: 'cache' },
};
export const BUILT_IN_STORE = { minio: { enabled: true } };
export const NO_INGRESS = { dex: { ingress: { enabled: false } } };
export const OTHER_LOGIN = {
  dex: { enabled: false },
  ...api({
    OIDC_ISSUER_BASE_URL: 'https://login.example.com/realms/a',
    PUBLIC_OIDC_DOMAIN: 'https://id.example.com/realms/a',
    OIDC_CLIENT_ID: 'lab',
    OIDC_AUDIENCE: 'lab-api',
  }),
};
export const NO_HARBOR = { harbor: { enabled: false } };
