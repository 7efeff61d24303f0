// What the API server rejects in a custom resource, as far as the schema of its kind is known.

import { unknownAmong } from '../../values/messages';
import { isMap } from '../../values/scalar';
import { type Refusal, refusal } from '../api-rules/refusal';
import { apiGroup, type Manifest } from '../object/manifest';
import { brokenRules } from './cel';
import { withDefaults } from './defaults';
import { customGroup } from './schemas';
import { Structure } from './structure';

/** Everything that is wrong with a custom resource; nothing if the schema of its kind is unknown. */
export function* customResourceProblems(object: Manifest): Generator<Refusal> {
  const { parts, kinds } = customGroup(apiGroup(object)) ?? { parts: [], kinds: {} };
  const kind = Object.hasOwn(kinds, object.kind) ? kinds[object.kind] : undefined;
  if (kind === undefined) return;
  const version = object.apiVersion.slice(object.apiVersion.indexOf('/') + 1);
  const schema = Object.hasOwn(kind.versions, version) ? kind.versions[version] : undefined;
  if (schema === undefined) {
    const served = Object.keys(kind.versions).join(', ');
    yield refusal(`${version} of ${object.kind} is not served by ${kind.source} (expected ${served})`, 'apiVersion');
    return;
  }
  yield* scopeProblems(object, kind.scope);
  yield* metadataProblems(object.metadata);
  const { apiVersion: _apiVersion, kind: _kind, status: _status, metadata, ...fields } = object;
  // Few schemas limit the metadata.
  const limited = parts[schema]?.properties?.metadata === undefined ? {} : { metadata };
  const complete = withDefaults(parts, schema, { ...limited, ...fields });
  const problems = [...new Structure(parts, kind.source).problems(schema, complete)];
  yield* problems.length > 0 ? problems : brokenRules(parts, schema, complete);
}

function* scopeProblems({ kind, metadata }: Manifest, scope: 'Namespaced' | 'Cluster'): Generator<Refusal> {
  if (scope === 'Cluster' && metadata.namespace !== undefined) {
    yield refusal(`must be "": ${kind} is cluster-scoped`, 'metadata', 'namespace');
  }
  if (scope === 'Namespaced' && metadata.namespace === undefined) {
    yield refusal(`is required: ${kind} is namespaced`, 'metadata', 'namespace');
  }
}

/** Type of each field of the metadata that manifests have. The others are set by the API server. */
const METADATA: Readonly<Record<string, 'map' | 'list' | 'text' | 'any'>> = {
  name: 'text',
  namespace: 'text',
  labels: 'map',
  annotations: 'map',
  finalizers: 'list',
  generateName: 'text',
  ownerReferences: 'any',
  creationTimestamp: 'any',
  deletionGracePeriodSeconds: 'any',
  deletionTimestamp: 'any',
  generation: 'any',
  managedFields: 'any',
  resourceVersion: 'any',
  selfLink: 'any',
  uid: 'any',
};

function* metadataProblems(metadata: object): Generator<Refusal> {
  for (const [key, value] of Object.entries(metadata)) {
    const type = Object.hasOwn(METADATA, key) ? METADATA[key] : undefined;
    if (type === undefined) yield refusal(unknownAmong(Object.keys(METADATA), key), 'metadata', key);
    if (type === 'list' && !Array.isArray(value)) yield refusal('must be a list', 'metadata', key);
    if (type !== 'map') continue;
    if (!isMap(value)) yield refusal('must be a map', 'metadata', key);
    else {
      for (const [name, entry] of Object.entries(value)) {
        if (typeof entry !== 'string') yield refusal('must be a string (quote it)', 'metadata', key, name);
      }
    }
  }
}
