// The Helm chart of the platform, whose installed releases can be taken over.

import { parse } from 'yaml';
import type { Adoption, InstalledRelease } from '../../lib/render/lifecycle/adoption';
import { containersOf } from '../../lib/review/adopt/running/installed';
import { assign } from '../../lib/values/file/merge';
import type { Tree } from '../../lib/values/layer';
import { type Path, valueAt } from '../../lib/values/path';
import { isMap } from '../../lib/values/scalar';

const DATA_MIGRATION = 'docs/daytona-data-migration.md';

export const adoption: Adoption = {
  anchor: { kind: 'Deployment', suffix: '-api' },
  changedDefaults: {
    podSecurityContext: { fsGroup: 2000 },
    securityContext: {
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: false,
      runAsNonRoot: false,
      runAsUser: 0,
    },
    // For Bitnami's image, which will no longer run.
    postgresql: {
      primary: {
        livenessProbe: { initialDelaySeconds: 30 },
        readinessProbe: { initialDelaySeconds: 5, failureThreshold: 6 },
        startupProbe: { initialDelaySeconds: 30, periodSeconds: 10, timeoutSeconds: 1, failureThreshold: 15 },
        podSecurityContext: { fsGroup: 1001, fsGroupChangePolicy: 'Always' },
      },
    },
    // The hosts in the Helm chart's own example, whatever the release and its domain are.
    services: {
      // Always http, regardless of the Ingress's port and certificate.
      proxy: { env: { PROXY_PROTOCOL: 'http' } },
      runnermanager: { env: { SERVER_URL: 'http://daytona-api:3000/api' } },
      runner: {
        env: { DAYTONA_API_URL: 'http://daytona-api:3000/api', SERVER_URL: 'http://daytona-api:3000/api' },
      },
    },
  },
  // The Helm chart gives Daytona the administrator's account.
  notInHelm: ['minio.user.secretKey'],
  remarks: {
    baseDomain:
      'Sandboxes are at <port>-<id>.proxy.<baseDomain>. The Helm chart sent previews to <port>-<id>.<baseDomain>.',
    'services.api.env.ENCRYPTION_KEY': 'With another key or salt, the platform cannot read what it has stored.',
    'externalDatabase.allowSelfSignedCert':
      'Here, the certificate of the database is verified unless this says otherwise.',
  },
  read(installed) {
    const { name, fullname, objects, values } = installed;
    const has = (kind: string, object: string) =>
      objects.some((one) => one.kind === kind && one.metadata.name === object);
    const services: readonly (readonly [path: readonly string[], kind: string, object: string])[] = [
      [['postgresql'], 'StatefulSet', `${name}-postgresql`],
      [['redis'], 'StatefulSet', `${name}-redis-master`],
      [['minio'], 'Deployment', `${name}-minio`],
      [['harbor'], 'Deployment', `${name}-harbor-core`],
      [['dex'], 'Deployment', `${fullname}-dex`],
      [['services', 'sshGateway'], 'Deployment', `${fullname}-ssh-gateway`],
      [['services', 'runnermanager'], 'Deployment', `${fullname}-runnermanager`],
      [['services', 'runner'], 'DaemonSet', `${fullname}-runner`],
    ];
    const shown: (readonly [Path, unknown])[] = [
      ...services.map(([path, kind, object]) => [[...path, 'enabled'], has(kind, object)] as const),
      [['baseDomain'], domainOf(installed)],
      [['dex', 'config', 'staticPasswords'], usersOf(installed)],
      ...connectionsOf(installed),
      [['redis', 'auth', 'enabled'], isWithoutPassword(installed) ? false : undefined],
    ];
    return shown.reduce<Tree>(
      (tree, [path, value]) =>
        value === undefined || valueAt(values, path) !== undefined ? tree : (assign(tree, path, value) as Tree),
      {},
    );
  },
  preparations(installed) {
    return [
      ...(hasBitnami(installed, 'postgresql')
        ? [
            `Dump the database, and restore it before you apply the rest: the new server starts empty. ${DATA_MIGRATION}#postgresql`,
          ]
        : []),
      ...(hasBitnami(installed, 'redis')
        ? [`Stop everything that writes to Redis: the new server reads the same volume. ${DATA_MIGRATION}#redis`]
        : []),
      ...(runningImages(installed).some(isHarbor)
        ? [`Back up the volumes of Harbor: the new servers use them. ${DATA_MIGRATION}#harbor`]
        : []),
    ];
  },
  decisions(installed) {
    const hasHarbor = runningImages(installed).some(isHarbor);
    const host = String(valueAt(installed.values, ['baseDomain']) ?? 'daytona.example.com');
    const hasRunner = valueAt(installed.values, ['services', 'runner', 'enabled']) !== false;
    return [
      `DNS: \`*.proxy.${host}\` must lead to the Ingress controller. Previews of sandboxes move there from \`*.${host}\`.`,
      ...(hasBitnami(installed, 'postgresql')
        ? [
            `PostgreSQL runs Bitnami's image, whose volume the official image cannot read. The new server starts empty in the claim \`pgdata-${installed.name}-postgresql-0\`; \`data-${installed.name}-postgresql-0\` is not touched. Move the data with a dump and restore: ${DATA_MIGRATION}#postgresql.`,
          ]
        : []),
      ...(hasBitnami(installed, 'redis')
        ? [
            `Redis runs Bitnami's image. The new server uses the same claim, \`redis-data-${installed.name}-redis-master-0\`: ${DATA_MIGRATION}#redis.`,
          ]
        : []),
      ...(hasHarbor
        ? [
            `Harbor keeps its claims and its keys; its database stays in \`database-data-${installed.name}-harbor-database-0\`. Back both up first: ${DATA_MIGRATION}#harbor.`,
          ]
        : []),
      ...(hasRunner
        ? [
            'The API registers a first runner called `default` when it starts, if its database has none of that name. If you have registered your runners yourself, set `services.api.env.DEFAULT_RUNNER_NAME: ""`.',
          ]
        : []),
    ];
  },
};

const isHarbor = (image: string): boolean => /(^|\/)harbor-core[:@]/.test(image);

/** Whether a Bitnami image is running. */
function hasBitnami(installed: InstalledRelease, program: string): boolean {
  const pattern = new RegExp(`(^|/)bitnami(legacy|secure)?/${program}`);
  return runningImages(installed).some((image) => pattern.test(image));
}

const runningImages = ({ objects }: InstalledRelease): string[] => containersOf(objects).map(({ image }) => image);

function domainOf({ fullname, objects }: InstalledRelease): unknown {
  const ingress = objects.find(({ kind, metadata }) => kind === 'Ingress' && metadata.name === `${fullname}-api`);
  return valueAt(ingress, ['spec', 'rules', 0, 'host']);
}

/** External services that the API connects to. The rules require some of them. */
function connectionsOf({ name, fullname, objects }: InstalledRelease): (readonly [Path, unknown])[] {
  const api = containersOf(objects).find(({ key }) => key === `Deployment/${fullname}-api/api`);
  const variables = new Map(api?.env.flatMap(({ name: key, value }) => (value ? [[key, value] as const] : [])));
  const hasOwn = (host: string | undefined, service: string) => host?.startsWith(`${name}-${service}`) !== false;
  const from = (parent: string, names: Readonly<Record<string, string>>) =>
    Object.entries(names).map(([key, variable]) => [[parent, key], variables.get(variable)] as const);
  return [
    ...(hasOwn(variables.get('DB_HOST'), 'postgresql')
      ? []
      : [
          ...from('externalDatabase', { host: 'DB_HOST', port: 'DB_PORT', name: 'DB_DATABASE', user: 'DB_USERNAME' }),
          [['externalDatabase', 'enableTLS'], flagOf(variables.get('DB_TLS_ENABLED'))] as const,
          [
            ['externalDatabase', 'allowSelfSignedCert'],
            variables.get('DB_TLS_REJECT_UNAUTHORIZED') === 'false' || undefined,
          ] as const,
        ]),
    ...(hasOwn(variables.get('REDIS_HOST'), 'redis')
      ? []
      : [
          ...from('externalRedis', { host: 'REDIS_HOST', port: 'REDIS_PORT', username: 'REDIS_USERNAME' }),
          [['externalRedis', 'tls'], flagOf(variables.get('REDIS_TLS'))] as const,
        ]),
    ...(objects.some(({ metadata }) => metadata.name === `${fullname}-dex`)
      ? []
      : ['OIDC_ISSUER_BASE_URL', 'PUBLIC_OIDC_DOMAIN', 'OIDC_CLIENT_ID', 'OIDC_AUDIENCE'].map(
          (key) => [['services', 'api', 'env', key], variables.get(key)] as const,
        )),
  ];
}

const flagOf = (text: string | undefined): boolean | undefined => (text === undefined ? undefined : text === 'true');

/** Whether Bitnami's Redis accepts every client. */
function isWithoutPassword({ name, objects }: InstalledRelease): boolean {
  const redis = containersOf(objects).find(({ key }) => key === `StatefulSet/${name}-redis-master/redis`);
  return redis?.env.some((variable) => variable.name === 'ALLOW_EMPTY_PASSWORD' && variable.value === 'yes') ?? false;
}

/** The users who can log in at Dex, from its configuration; undefined if there are none. */
function usersOf({ fullname, objects }: InstalledRelease): unknown {
  const config = objects.find(
    ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === `${fullname}-dex-config`,
  );
  const text = valueAt(config, ['data', 'config.yaml']);
  const users = typeof text === 'string' ? (parse(text) as { staticPasswords?: unknown }).staticPasswords : undefined;
  if (!Array.isArray(users)) return undefined;
  return users.filter(isMap).map(({ email, username, userID, hash }) => ({ email, username, password: hash, userID }));
}
