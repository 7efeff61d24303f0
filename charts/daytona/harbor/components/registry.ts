// Harbor's registry, and its controller, which deletes unused layers.

import type { Construct } from 'constructs';
import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IVolumeMount } from 'kubernetes-models/v1/VolumeMount';
import { service } from '../../../../lib/k8s/network/service';
import { configMap } from '../../../../lib/k8s/secret/config';
import { container, type EnvValue, env } from '../../../../lib/k8s/workload/container';
import { httpProbe } from '../../../../lib/k8s/workload/probes';
import { sourceOf } from '../../connections/built-in';
import { onVolume } from '../backing/storage';
import type { Harbor } from '../harbor';
import { labelsOf, names, PORTS } from './components';
import { metricsContainerPorts, metricsMonitor, metricsServicePorts } from './metrics';
import { CONFIG, configFiles, GCS_KEY, HTPASSWD, REGISTRY_CONFIG } from './registry-config';
import { secretFile } from './secret-file';
import { claimedVolume, deployment, harborPod, subPathOf } from './workload';

const DATA = 'registry-data';

export function registry(scope: Construct, harbor: Harbor): void {
  const { release, values, prefix, storage, secrets } = harbor;
  const name = names(prefix).registry;
  const labels = labelsOf(release, values, 'registry');
  const { registry: own } = values;
  configMap(scope, 'registry-config', release, { name, labels, data: configFiles(harbor) });
  service(scope, 'registry-service', release, {
    name,
    labels,
    ports: [
      { name: 'http-registry', port: PORTS.registry, targetPort: PORTS.registry },
      { name: 'http-controller', port: PORTS.server, targetPort: PORTS.server },
      ...metricsServicePorts(harbor, 'registry'),
    ],
  });
  metricsMonitor(scope, harbor, 'registry', { name, labels });
  const claim = values.persistence.persistentVolumeClaim.registry;
  const data = onVolume(storage)
    ? claimedVolume(scope, 'registry', harbor, claim, { volume: DATA, name, labels })
    : { name: DATA, emptyDir: {} };
  const template = harborPod(scope, harbor, {
    name,
    labels,
    component: own,
    trusts: true,
    containers: [registryContainer(harbor), controllerContainer(harbor)],
    volumes: [
      { name: 'registry-config', configMap: { name } },
      data,
      ...secretFile('registry-htpasswd', secrets.htpasswd, 'passwd'),
      ...secretFile('gcs-key', secrets.gcsKey, 'gcs-key.json'),
    ],
  });
  deployment(scope, 'registry', harbor, {
    name,
    labels,
    replicas: own.replicas,
    budget: own.podDisruptionBudget,
    ownsVolume: onVolume(storage) && claim.accessMode !== 'ReadWriteMany',
    template,
  });
}

/** For both containers: the registry's configuration, and variables that override it. */
function credentials({ secrets, redis }: Harbor): Record<string, EnvValue> {
  return {
    REGISTRY_HTTP_SECRET: sourceOf(secrets.http),
    REGISTRY_REDIS_PASSWORD: redis.password,
    REGISTRY_REDIS_ENABLETLS: redis.tls || undefined,
    REGISTRY_STORAGE_S3_ACCESSKEY: sourceOf(secrets.s3AccessKey),
    REGISTRY_STORAGE_S3_SECRETKEY: sourceOf(secrets.s3SecretKey),
    REGISTRY_STORAGE_AZURE_ACCOUNTKEY: sourceOf(secrets.azureKey),
  };
}

function mounts({ values, storage, secrets }: Harbor): IVolumeMount[] {
  const claim = values.persistence.persistentVolumeClaim.registry;
  return [
    { name: DATA, mountPath: '/storage', ...(onVolume(storage) ? subPathOf(claim) : {}) },
    { name: 'registry-config', mountPath: REGISTRY_CONFIG, subPath: CONFIG.registry },
    ...(secrets.gcsKey ? [{ name: 'gcs-key', mountPath: GCS_KEY, subPath: 'gcs-key.json', readOnly: true }] : []),
  ];
}

function registryContainer(harbor: Harbor): IContainer {
  const own = harbor.values.registry.registry;
  return {
    ...container(harbor.release, 'registry', own),
    env: env(credentials(harbor)),
    ports: [
      { name: 'http-registry', containerPort: PORTS.registry, protocol: 'TCP' },
      ...metricsContainerPorts(harbor, 'registry'),
    ],
    livenessProbe: httpProbe(own.livenessProbe, PORTS.registry),
    readinessProbe: httpProbe(own.readinessProbe, PORTS.registry),
    volumeMounts: [
      ...mounts(harbor),
      { name: 'registry-htpasswd', mountPath: HTPASSWD, subPath: 'passwd', readOnly: true },
    ],
  };
}

function controllerContainer(harbor: Harbor): IContainer {
  const own = harbor.values.registry.controller;
  const { core, jobservice } = harbor.secrets;
  return {
    ...container(harbor.release, 'registryctl', own),
    env: env({
      CORE_SECRET: sourceOf(core),
      JOBSERVICE_SECRET: sourceOf(jobservice),
      ...credentials(harbor),
    }),
    ports: [{ name: 'http-controller', containerPort: PORTS.server, protocol: 'TCP' }],
    livenessProbe: httpProbe(own.livenessProbe, PORTS.server),
    readinessProbe: httpProbe(own.readinessProbe, PORTS.server),
    volumeMounts: [
      ...mounts(harbor),
      { name: 'registry-config', mountPath: '/etc/registryctl/config.yml', subPath: CONFIG.controller },
    ],
  };
}
