// Dex: configuration, Secret, claim, Deployment, Service, Ingress.

import { Construct } from 'constructs';
import type { IPersistentVolumeClaim } from 'kubernetes-models/v1/PersistentVolumeClaim';
import type { ISecurityContext } from 'kubernetes-models/v1/SecurityContext';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { Labels } from '../../../lib/k8s/labels';
import { ApiObject } from '../../../lib/k8s/object/api-object';
import { configMap, existingSecret, secret } from '../../../lib/k8s/secret/config';
import { claimSpec } from '../../../lib/k8s/storage/claims';
import { container, type EnvValue, env } from '../../../lib/k8s/workload/container';
import { HTTP, httpWorkload } from '../../../lib/k8s/workload/http-workload';
import { switchedHttpProbe } from '../../../lib/k8s/workload/probes';
import { COMPONENTS, listenPorts, objectName, tlsSecrets } from '../connections/addresses';
import type { Platform } from '../platform';
import { asUser } from '../pods/security';
import { publish } from '../publish';
import { DATABASE, dexConfig, dexPath, FOLDER, hashVariable, users } from './config';

/** The user of the image. */
const DEX_USER: ISecurityContext = { runAsNonRoot: true, runAsUser: 1001, runAsGroup: 1001 };

const CONFIG_FILE = 'config.yaml';
const CONFIG_PATH = `/etc/dex/${CONFIG_FILE}`;

export function dex(parent: Construct, platform: Platform): void {
  const scope = new Construct(parent, COMPONENTS.dex);
  const { release, values, addresses } = platform;
  const own = values.dex;
  const name = objectName(release, COMPONENTS.dex);
  const labels = release.labels(COMPONENTS.dex);
  const config = `${name}-config`;
  configMap(scope, 'config', release, { name: config, labels, data: { [CONFIG_FILE]: dexConfig(platform) } });
  const probe = (switched: typeof own.livenessProbe) =>
    switchedHttpProbe({ ...switched, path: switched.path || `${dexPath(platform)}/healthz` }, HTTP);
  // The API requests its keys at startup.
  release.place('Deployment', name, 'main');
  httpWorkload(scope, release, {
    name,
    labels,
    values: {
      ...own,
      replicaCount: 1,
      podDisruptionBudget: { enabled: false, maxUnavailable: 1 },
      extraEnv: [],
      extraVolumes: [],
      extraVolumeMounts: [],
    },
    port: listenPorts(values).dex,
    // Two processes would corrupt the SQLite file.
    strategy: { type: 'Recreate' },
    container: {
      ...container(release, 'dex', { ...own, securityContext: asUser(release, own, DEX_USER) }),
      command: ['sh', '-c', `touch ${DATABASE} && exec dex serve ${CONFIG_PATH}`],
      env: env(passwordHashes(scope, platform, labels)),
      startupProbe: probe(own.startupProbe),
      livenessProbe: probe(own.livenessProbe),
      readinessProbe: probe(own.readinessProbe),
      volumeMounts: [
        { name: 'config', mountPath: CONFIG_PATH, subPath: CONFIG_FILE, readOnly: true },
        { name: 'dex-db', mountPath: FOLDER },
      ],
    },
    pod: { volumes: [{ name: 'config', configMap: { name: config } }, database(scope, platform, name, labels)] },
  });
  const { host } = addresses.dex;
  publish(scope, platform, {
    component: COMPONENTS.dex,
    ingress: own.ingress,
    route: own.httpRoute,
    hosts: [host],
    tlsHosts: [host],
    secretName: tlsSecrets(values).dex,
    port: own.service.port,
  });
}

function passwordHashes(scope: Construct, { release, values }: Platform, labels: Labels): Record<string, EnvValue> {
  const hashes = users(values).map(({ password }, index) => ({ variable: hashVariable(index), password }));
  const given = hashes.filter(({ password }) => password !== '');
  const kept = hashes.filter(({ password }) => password === '').map(({ variable }) => variable);
  const { existingSecret: existing } = values.credentials;
  if (kept.length > 0) existingSecret(release, existing, kept);
  const name = `${release.fullname}-secret-${COMPONENTS.dex}`;
  const data = Object.fromEntries(given.map(({ variable, password }) => [variable, password]));
  if (given.length > 0) secret(scope, 'secret', release, { name, labels, data });
  return Object.fromEntries(
    hashes.map(({ variable, password }) => [
      variable,
      { secretKeyRef: { name: password ? name : existing, key: variable } },
    ]),
  );
}

function database(scope: Construct, { release, values }: Platform, name: string, labels: Labels): IVolume {
  const { enabled, existingClaim, size, storageClass } = values.dex.persistence;
  if (!enabled) return { name: 'dex-db', emptyDir: {} };
  if (existingClaim) release.external('PersistentVolumeClaim', existingClaim);
  else {
    new ApiObject(scope, 'claim', {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: release.metadata(name, labels),
      spec: claimSpec(release, { accessModes: ['ReadWriteOnce'], size, storageClass }),
    } satisfies IPersistentVolumeClaim);
  }
  return { name: 'dex-db', persistentVolumeClaim: { claimName: existingClaim || name } };
}
