// The Helm chart of the platform, whose installed releases can be taken over.

import { parse } from 'yaml';
import type { Adoption, InstalledRelease } from '../../lib/render/adoption';
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
    const isBitnami = hasBitnami(installed);
    const hasHarbor = runningImages(installed).some(isHarbor);
    const host = String(valueAt(installed.values, ['baseDomain']) ?? 'daytona.example.com');
    const hasRunner = valueAt(installed.values, ['services', 'runner', 'enabled']) !== false;
    return [
      `DNS: \`*.proxy.${host}\` must lead to the Ingress controller. Previews of sandboxes move there from \`*.${host}\`.`,
      ...(isBitnami
        ? [
            `PostgreSQL or Redis run Bitnami's images, whose volumes the official images cannot all read. Move the data first, with a dump and restore: ${DATA_MIGRATION}.`,
          ]
        : []),
      ...(hasHarbor ? [`Harbor keeps its volumes and its keys. Back both up first: ${DATA_MIGRATION}#harbor.`] : []),
      ...(hasRunner
        ? [
            'The API registers a first runner called `default` when it starts, if its database has none of that name. If you have registered your runners yourself, set `services.api.env.DEFAULT_RUNNER_NAME: ""`.',
          ]
        : []),
    ];
  },
};

const isHarbor = (image: string): boolean => /(^|\/)harbor-core[:@]/.test(image);

/** Whether an image of Bitnami runs. */
function hasBitnami(installed: InstalledRelease, program = ''): boolean {
  const pattern = new RegExp(`(^|/)bitnami(legacy|secure)?/${program}`);
  return runningImages(installed).some((image) => pattern.test(image));
}

const runningImages = ({ objects }: InstalledRelease): string[] => containersOf(objects).map(({ image }) => image);

function domainOf({ fullname, objects }: InstalledRelease): unknown {
  const ingress = objects.find(({ kind, metadata }) => kind === 'Ingress' && metadata.name === `${fullname}-api`);
  return valueAt(ingress, ['spec', 'rules', 0, 'host']);
}

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
