// Users, variables, volumes and host names of pods.

import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IEnvVar } from 'kubernetes-models/v1/EnvVar';
import type { IHostAlias } from 'kubernetes-models/v1/HostAlias';
import type { IPodSecurityContext } from 'kubernetes-models/v1/PodSecurityContext';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { IVolumeMount } from 'kubernetes-models/v1/VolumeMount';
import { DATA_KEY, DNS_LABEL, DNS_LABEL_LIMIT, DNS_SUBDOMAIN, VARIABLE_NAME } from '../../names/naming';
import { each, type Refusal, range, refusal, within } from './refusal';

const LABEL = new RegExp(DNS_LABEL);
const SUBDOMAIN = new RegExp(DNS_SUBDOMAIN);
const KEY = new RegExp(DATA_KEY);
const VARIABLE = new RegExp(VARIABLE_NAME);

const HIGHEST_ID = 2 ** 31 - 1;

type Identities = Pick<IPodSecurityContext, 'fsGroup' | 'runAsGroup' | 'runAsUser'>;

/** The security context of a pod or a container. */
export function* identities(context: Identities): Generator<Refusal> {
  for (const key of ['fsGroup', 'runAsGroup', 'runAsUser'] as const) {
    yield* range(context[key], [key], 0, HIGHEST_ID);
  }
}

export function* variable({ name, value, valueFrom }: IEnvVar): Generator<Refusal> {
  if (!VARIABLE.test(name)) yield refusal('is not a valid variable name', 'name');
  if (value && valueFrom) yield refusal('conflicts with value: set only one of them', 'valueFrom');
  for (const source of ['secretKeyRef', 'configMapKeyRef'] as const) {
    const reference = valueFrom?.[source];
    if (!reference) continue;
    yield* object(reference.name, 'valueFrom', source, 'name');
    if (!KEY.test(reference.key)) yield refusal('is not a valid Secret or ConfigMap key', 'valueFrom', source, 'key');
  }
}

function* object(name: string | undefined, ...place: readonly string[]): Generator<Refusal> {
  if (name && !SUBDOMAIN.test(name)) yield refusal('is not an object name', ...place);
}

export function* volume({ name, secret, configMap, persistentVolumeClaim }: IVolume): Generator<Refusal> {
  if (!LABEL.test(name) || name.length > DNS_LABEL_LIMIT) yield refusal('is not a DNS label', 'name');
  yield* object(secret?.secretName, 'secret', 'secretName');
  yield* object(configMap?.name, 'configMap', 'name');
  yield* object(persistentVolumeClaim?.claimName, 'persistentVolumeClaim', 'claimName');
}

export function* mount({ mountPath }: IVolumeMount): Generator<Refusal> {
  if (mountPath.includes(':')) yield refusal('must not contain ":"', 'mountPath');
}

export function* hostAlias({ ip, hostnames = [] }: IHostAlias): Generator<Refusal> {
  // Loaded here because `node:net` is slow to load, and few pods have host aliases.
  const { isIP } = require('node:net') as typeof import('node:net');
  if (isIP(ip) === 0) yield refusal('is not an IP address', 'ip');
  for (const [index, name] of hostnames.entries()) {
    if (!SUBDOMAIN.test(name)) yield refusal('is not a host name', 'hostnames', index);
  }
}

export function* container({ env, volumeMounts, securityContext }: IContainer): Generator<Refusal> {
  yield* each(env, ['env'], variable);
  yield* each(volumeMounts, ['volumeMounts'], mount);
  if (securityContext) yield* within(['securityContext'], identities(securityContext));
}
