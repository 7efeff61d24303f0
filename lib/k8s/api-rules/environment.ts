// Environment variables and their sources.

import type { IEnvFromSource } from 'kubernetes-models/v1/EnvFromSource';
import type { IEnvVar } from 'kubernetes-models/v1/EnvVar';
import type { IEnvVarSource } from 'kubernetes-models/v1/EnvVarSource';
import { DATA_KEY, VARIABLE_NAME } from '../../names/naming';
import { QUANTITY } from '../../names/quantity';
import type { Path } from '../../values/path';
import { exactlyOne, isLabelKey, objectName } from './formats';
import { type Refusal, type Rules, refusal } from './refusal';

const KEY = new RegExp(DATA_KEY);
const VARIABLE = new RegExp(VARIABLE_NAME);
const AMOUNT = new RegExp(QUANTITY);

/** Fields of a pod that variables can have. */
const OF_VARIABLES = [
  ...['metadata.name', 'metadata.namespace', 'metadata.uid', 'spec.nodeName', 'spec.serviceAccountName'],
  ...['status.hostIP', 'status.hostIPs', 'status.podIP', 'status.podIPs'],
];

/** Fields of a pod that files can have. */
const OF_FILES = [
  ...['metadata.name', 'metadata.namespace', 'metadata.uid', 'metadata.labels', 'metadata.annotations'],
];

const RESOURCES = /^(limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-[1-9]\d*[KMG]i)$/;

export function* fieldPath(path: string | undefined, place: Path, isFile = false): Generator<Refusal> {
  const [, key] = /^metadata\.(?:labels|annotations)\['(.*)'\]$/.exec(path ?? '') ?? [];
  if (key !== undefined) {
    if (!isLabelKey(isFile ? key : key.toLowerCase()))
      yield refusal('is not the key of a label or annotation', ...place);
    return;
  }
  const known = isFile ? OF_FILES : OF_VARIABLES;
  if (known.includes(path ?? '')) return;
  const near = known.find((one) => one.toLowerCase() === path?.toLowerCase());
  const other = isFile ? '' : ", metadata.labels['KEY'] or metadata.annotations['KEY']";
  yield refusal(near ? `must be ${near}` : `must be one of ${known.join(', ')}${other}`, ...place);
}

interface ResourceField {
  readonly resource: string;
  readonly divisor?: string | number;
}

export function* resourceField({ resource, divisor }: ResourceField, place: Path): Generator<Refusal> {
  if (!RESOURCES.test(resource)) {
    yield refusal(
      'must be limits or requests of cpu, memory, ephemeral-storage or hugepages-SIZE',
      ...place,
      'resource',
    );
  }
  if (divisor !== undefined && !AMOUNT.test(String(divisor))) yield refusal('is not a quantity', ...place, 'divisor');
}

function* variable({ name, value, valueFrom }: IEnvVar): Generator<Refusal> {
  if (!VARIABLE.test(name)) yield refusal('is not a valid variable name', 'name');
  if (value && valueFrom) yield refusal('conflicts with value: set only one of them', 'valueFrom');
}

const SOURCES = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef'];

function* source(from: IEnvVarSource): Generator<Refusal> {
  yield* exactlyOne(from, SOURCES);
  if (from.fieldRef) yield* fieldPath(from.fieldRef.fieldPath, ['fieldRef', 'fieldPath']);
  if (from.resourceFieldRef) yield* resourceField(from.resourceFieldRef, ['resourceFieldRef']);
  for (const kind of ['secretKeyRef', 'configMapKeyRef'] as const) {
    const reference = from[kind];
    if (!reference) continue;
    if (!reference.name) yield refusal('is required', kind, 'name');
    yield* objectName(reference.name, kind, 'name');
    if (!KEY.test(reference.key)) yield refusal('is not a valid Secret or ConfigMap key', kind, 'key');
  }
}

function* allOf(from: IEnvFromSource): Generator<Refusal> {
  yield* exactlyOne(from, ['configMapRef', 'secretRef']);
  yield* objectName(from.configMapRef?.name, 'configMapRef', 'name');
  yield* objectName(from.secretRef?.name, 'secretRef', 'name');
  if (from.prefix && !VARIABLE.test(from.prefix)) yield refusal('is not a valid variable name', 'prefix');
}

export const environmentRules: Rules = {
  'v1/EnvFromSource': allOf,
  'v1/EnvVar': variable,
  'v1/EnvVarSource': source,
};
