// The built-in PostgreSQL: Secret, Services, StatefulSet, network policy.

import { Construct } from 'constructs';
import type { IStatefulSet } from 'kubernetes-models/apps/v1/StatefulSet';
import { serviceAccount } from '../../../lib/k8s/access/service-account';
import type { Labels } from '../../../lib/k8s/labels';
import { networkPolicy } from '../../../lib/k8s/network/network-policy';
import { service } from '../../../lib/k8s/network/service';
import { ApiObject } from '../../../lib/k8s/object/api-object';
import type { Release } from '../../../lib/k8s/release';
import { readScript } from '../../../lib/k8s/script';
import { configMap, existingSecret, type SecretHandle, secret } from '../../../lib/k8s/secret/config';
import { setVolume } from '../../../lib/k8s/storage/claims';
import { type BuiltInContext, type SecretKey, secretKey, serviceName, withClients } from '../connections/built-in';
import { exporterAccess, exporterMonitor } from '../connections/exporter';
import { backup } from './backup/backup';
import { type Database, PORT, SUPERUSER, VOLUME } from './database';
import { databasePod } from './pod';
import type { PostgresqlValues } from './values';

/** What clients need to connect. */
export interface DatabaseConnection {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly password: SecretKey;
}

export function postgresql(
  parent: Construct,
  release: Release,
  values: PostgresqlValues,
  context: BuiltInContext,
): DatabaseConnection {
  const scope = new Construct(parent, 'postgresql');
  const name = serviceName(release, 'postgresql', values);
  const labelsOf = (component: string) =>
    release.labels(component, {
      'app.kubernetes.io/name': values.nameOverride || 'postgresql',
      'app.kubernetes.io/instance': release.name,
      'app.kubernetes.io/component': component,
    });
  const labels = labelsOf('primary');
  const backupLabels = values.backup.enabled ? labelsOf('backup') : undefined;
  const { auth, primary } = values;
  const { adminPasswordKey, userPasswordKey } = auth.secretKeys;
  const database: Database = {
    release,
    values,
    labels,
    name,
    account: serviceAccount(scope, 'service-account', release, values.serviceAccount, { name, labels }),
    scripts: `${name}-initdb`,
    secret: passwords(scope, release, values, name, labels),
  };
  configMap(scope, 'scripts', release, {
    name: database.scripts,
    labels,
    data: { 'create-user.sh': readScript(__dirname, 'create-user.sh') },
  });
  services(scope, database);
  statefulSet(scope, database);
  const own = backupLabels ? [{ podSelector: { matchLabels: { ...backupLabels.selector } } }] : [];
  networkPolicy(scope, 'network-policy', release, {
    name,
    labels,
    values: withClients(primary.networkPolicy, { clients: [...context.clients, ...own] }),
    ports: [PORT],
    ...exporterAccess(values.metrics),
  });
  exporterMonitor(scope, release, values.metrics, { name, labels });
  const key = auth.username === SUPERUSER ? adminPasswordKey : userPasswordKey;
  const password = secretKey(database.secret, key);
  if (backupLabels) backup(scope, database, backupLabels, password);
  return {
    host: name,
    port: PORT,
    user: auth.username,
    database: auth.database,
    password,
  };
}

function passwords(
  scope: Construct,
  release: Release,
  { auth }: PostgresqlValues,
  name: string,
  labels: Labels,
): SecretHandle {
  const { adminPasswordKey, userPasswordKey } = auth.secretKeys;
  const data = {
    ...(auth.username === SUPERUSER ? {} : { [userPasswordKey]: auth.password }),
    [adminPasswordKey]: auth.postgresPassword,
  };
  if (auth.existingSecret) return existingSecret(release, auth.existingSecret, Object.keys(data));
  return secret(scope, 'secret', release, { name, labels, data });
}

const headless = (name: string) => `${name}-hl`;

function services(scope: Construct, { release, labels, name }: Database): void {
  const ports = [{ name: 'tcp-postgresql', port: PORT, targetPort: 'tcp-postgresql' }];
  service(scope, 'service', release, { name, labels, ports });
  service(scope, 'headless-service', release, {
    name: headless(name),
    labels,
    ports,
    spec: { clusterIP: 'None', publishNotReadyAddresses: true },
  });
}

function statefulSet(scope: Construct, database: Database): void {
  const { release, values, labels, name } = database;
  const { volumes, templates } = setVolume(release, VOLUME, values.primary.persistence);
  new ApiObject(scope, 'stateful-set', {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: release.metadata(name, labels),
    spec: {
      // A second pod would be a separate, empty database behind the same Service.
      replicas: 1,
      serviceName: headless(name),
      selector: { matchLabels: { ...labels.selector } },
      template: databasePod(database, volumes),
      ...templates,
    },
  } satisfies IStatefulSet);
  release.place('StatefulSet', name, 'before-1');
}
