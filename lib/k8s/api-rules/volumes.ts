// Volumes and their mounts.

import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { IVolumeMount } from 'kubernetes-models/v1/VolumeMount';
import type { IVolumeProjection } from 'kubernetes-models/v1/VolumeProjection';
import { isDataKey } from '../../names/naming';
import { QUANTITY, unitFault } from '../../names/quantity';
import type { Path } from '../../values/path';
import { fieldPath, resourceField } from './environment';
import { exactlyOne, isDnsLabel, objectName, relativePath, required, withoutSteps } from './formats';
import { each, oneOf, type Refusal, type Rules, range, refusal } from './refusal';

const AMOUNT = new RegExp(QUANTITY);

/** The mode of a file, 0777. */
const ALL_BITS = 0o777;

/** Modes are octal everywhere else, so a decimal number that looks like one is a mistake. */
export function* mode(value: number | undefined, ...place: Path): Generator<Refusal> {
  if (value === undefined || value === null || (value >= 0 && value <= ALL_BITS)) return;
  const meant = /^[0-7]{3}$/.test(String(value)) ? Number.parseInt(String(value), 8) : undefined;
  const hint = meant === undefined ? '' : `; for mode 0${value}, write ${meant}`;
  yield refusal(`must be a mode from 0 to 511 (0777)${hint}`, ...place);
}

interface Item {
  readonly key: string;
  readonly path: string;
  readonly mode?: number;
}

/** The files of a Secret or ConfigMap. */
function* files(items: readonly Item[] | undefined, place: Path): Generator<Refusal> {
  yield* each(items, place, function* (item) {
    if (!isDataKey(item.key)) yield refusal('is not a valid Secret or ConfigMap key', 'key');
    yield* required(item.path, 'path');
    yield* relativePath(item.path, 'path');
    if (item.path?.startsWith('..')) yield refusal('must not start with ".."', 'path');
    yield* mode(item.mode, 'mode');
  });
}

interface PodFile {
  readonly path: string;
  readonly mode?: number;
  readonly fieldRef?: { readonly fieldPath: string };
  readonly resourceFieldRef?: { readonly resource: string; readonly containerName?: string };
}

function* podFile(file: PodFile): Generator<Refusal> {
  yield* required(file.path, 'path');
  yield* relativePath(file.path, 'path');
  yield* mode(file.mode, 'mode');
  yield* exactlyOne(file, ['fieldRef', 'resourceFieldRef']);
  if (file.fieldRef) yield* fieldPath(file.fieldRef.fieldPath, ['fieldRef', 'fieldPath'], true);
  if (file.resourceFieldRef) {
    yield* resourceField(file.resourceFieldRef, ['resourceFieldRef']);
    yield* required(file.resourceFieldRef.containerName, 'resourceFieldRef', 'containerName');
  }
}

const HOST_PATHS = [
  '',
  'DirectoryOrCreate',
  'Directory',
  'FileOrCreate',
  'File',
  'Socket',
  'CharDevice',
  'BlockDevice',
];

function* volume(given: IVolume): Generator<Refusal> {
  const { name, secret, configMap, downwardAPI, projected, persistentVolumeClaim, emptyDir, hostPath, nfs } = given;
  if (!isDnsLabel(name)) yield refusal('is not a DNS label', 'name');
  const sources = Object.keys(given).filter((key) => key !== 'name');
  if (sources.length > 1) yield refusal(`must have only one of ${sources.join(' and ')}`);
  yield* objectName(secret?.secretName, 'secret', 'secretName');
  if (secret) yield* required(secret.secretName, 'secret', 'secretName');
  yield* objectName(configMap?.name, 'configMap', 'name');
  if (configMap) yield* required(configMap.name, 'configMap', 'name');
  yield* objectName(persistentVolumeClaim?.claimName, 'persistentVolumeClaim', 'claimName');
  for (const [kind, source] of Object.entries({ secret, configMap, downwardAPI, projected })) {
    yield* mode(source?.defaultMode, kind, 'defaultMode');
  }
  yield* files(secret?.items, ['secret', 'items']);
  yield* files(configMap?.items, ['configMap', 'items']);
  yield* size(emptyDir?.sizeLimit);
  if (emptyDir?.medium && !/^(Memory|HugePages(-.+)?)$/.test(emptyDir.medium)) {
    yield refusal('must be Memory or HugePages', 'emptyDir', 'medium');
  }
  if (hostPath) {
    yield* required(hostPath.path, 'hostPath', 'path');
    yield* withoutSteps(hostPath.path, 'hostPath', 'path');
    yield* oneOf(hostPath.type, ['hostPath', 'type'], HOST_PATHS);
  }
  if (nfs) {
    yield* required(nfs.server, 'nfs', 'server');
    if (!nfs.path.startsWith('/')) yield refusal('must be an absolute path', 'nfs', 'path');
  }
}

function* size(limit: string | number | undefined): Generator<Refusal> {
  if (limit === undefined || limit === null) return;
  const text = String(limit);
  const fault = AMOUNT.test(text) ? unitFault('memory', text) : 'is not a quantity such as 512Mi';
  if (fault) yield refusal(fault, 'emptyDir', 'sizeLimit');
}

const PROJECTIONS = [
  ...['secret', 'configMap', 'downwardAPI', 'serviceAccountToken', 'clusterTrustBundle', 'podCertificate'],
];

/** Kubernetes' limits for the lifetime of a token. */
const [TEN_MINUTES, LONGEST] = [600, 2 ** 32];

function* projection(given: IVolumeProjection): Generator<Refusal> {
  yield* exactlyOne(given, PROJECTIONS);
  const { secret, configMap, serviceAccountToken: token } = given;
  yield* objectName(secret?.name, 'secret', 'name');
  yield* objectName(configMap?.name, 'configMap', 'name');
  yield* files(secret?.items, ['secret', 'items']);
  yield* files(configMap?.items, ['configMap', 'items']);
  if (token) {
    yield* required(token.path, 'serviceAccountToken', 'path');
    yield* relativePath(token.path, 'serviceAccountToken', 'path');
    yield* range(token.expirationSeconds, ['serviceAccountToken', 'expirationSeconds'], TEN_MINUTES, LONGEST);
  }
}

function* mount(given: IVolumeMount): Generator<Refusal> {
  const { name, mountPath, subPath, subPathExpr, mountPropagation, recursiveReadOnly, readOnly } = given;
  yield* required(name, 'name');
  yield* required(mountPath, 'mountPath');
  if (mountPath?.includes(':')) yield refusal('must not contain ":"', 'mountPath');
  if (subPath && subPathExpr) yield refusal('conflicts with subPath: set only one of them', 'subPathExpr');
  yield* relativePath(subPath, 'subPath');
  yield* relativePath(subPathExpr, 'subPathExpr');
  yield* oneOf(mountPropagation, ['mountPropagation'], ['None', 'HostToContainer', 'Bidirectional']);
  yield* oneOf(recursiveReadOnly, ['recursiveReadOnly'], ['Disabled', 'IfPossible', 'Enabled']);
  if (recursiveReadOnly && recursiveReadOnly !== 'Disabled') {
    if (!readOnly) yield refusal('requires readOnly', 'recursiveReadOnly');
    else if (mountPropagation && mountPropagation !== 'None') {
      yield refusal('requires mountPropagation None', 'recursiveReadOnly');
    }
  }
}

export const volumeRules: Rules = {
  'v1/DownwardAPIVolumeFile': podFile,
  'v1/Volume': volume,
  'v1/VolumeMount': mount,
  'v1/VolumeProjection': projection,
};
