// Generates the Secrets that users provide: existing Secrets in the values, and those that the release would render.

import type { Manifest } from '../../../lib/k8s/object/manifest';
import { withoutHash } from '../../../lib/names/naming';
import { Inventory } from '../../../lib/render/checks/inventory';
import { type Rendered, renderRelease, renderUnchecked } from '../../../lib/render/render';
import type { System } from '../../../lib/render/system';
import { requirementsOf } from '../../../lib/requirements/requirements';
import { loadLayer } from '../../../lib/values/file/load';
import { type Layer, type Tree, treeLayer } from '../../../lib/values/layer';
import { resolve } from '../../../lib/values/resolve';
import { isMap } from '../../../lib/values/scalar';
import { complete } from '../../../lib/values/schema/defaults';
import { normalize } from '../../../lib/values/schema/view';
import { toYaml } from '../../../lib/yaml/yaml';
import { credentialsFor } from '../generate';

export interface Identity {
  readonly name: string;
  readonly namespace: string;
}

export interface SecretManifests {
  /** Secrets as YAML, with every key that can be generated; empty for none. */
  readonly text: string;
  /** `Secret labs/db: password`: keys that someone else issues. */
  readonly left: readonly string[];
}

/** Throws `InputError` if the values are invalid apart from missing credentials. */
export function secretManifests(system: System, layers: readonly Layer[], identity: Identity): SecretManifests {
  const { schema, rules } = system;
  const { values } = resolve(schema, rules, [...layers, generatedFor(system, layers)]);
  const rendered = renderRelease(system, { ...identity, values });
  const kept = requirementsOf(rendered).objects.filter(
    // Certificates come from a CA, and image pull Secrets from a registry.
    ({ kind, type }) => kind === 'Secret' && (type === undefined || type === 'Opaque'),
  );
  const generated = kept.length > 0 ? new Generated(rendered, bareRender(system, layers, identity)) : undefined;
  const left: string[] = [];
  const named = kept.map(({ name, namespace = identity.namespace, keys = [], type = 'Opaque' }): Manifest => {
    const found = keys.map((key) => [key, generated?.valueOf(name, key)] as const);
    const absent = found.filter(([, value]) => value === undefined).map(([key]) => key);
    if (absent.length > 0) left.push(`Secret ${namespace}/${name}: ${absent.join(', ')}`);
    const data = Object.fromEntries(found.filter(([, value]) => value !== undefined));
    return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, type, data } as unknown as Manifest;
  });
  const secrets = [...secretsOf(rendered), ...named.filter(({ data }) => Object.keys(data ?? {}).length > 0)];
  return { text: toYaml(secrets), left };
}

const secretsOf = ({ objects }: Rendered): Manifest[] =>
  objects.filter(({ kind, apiVersion }) => kind === 'Secret' && apiVersion === 'v1');

const generatedFor = (system: System, layers: readonly Layer[]): Layer =>
  loadLayer({ source: 'generated credentials', text: credentialsFor(system, layers).text });

/** What the release would render if the values set no existing Secret. */
function bareRender(system: System, layers: readonly Layer[], identity: Identity): Rendered {
  const { schema } = system;
  const given = layers.reduce<Tree>((below, layer) => layer.apply(below), {});
  const bare = treeLayer(withoutSecretNames(given) as Tree, () => undefined);
  const own = [bare, generatedFor(system, [bare])].reduce<Tree>((below, layer) => layer.apply(below), {});
  return renderUnchecked(system, { ...identity, values: normalize(schema, complete(schema, own)) as never });
}

/** The generated values of existing Secrets: by the variables that read them, or else by their keys. */
class Generated {
  private readonly ofKeys = new Map<string, string>();
  private readonly ofReferences = new Map<string, string>();

  constructor(rendered: Rendered, bare: Rendered) {
    const values = new Map<string, string>();
    for (const { metadata, data } of secretsOf(bare)) {
      for (const [key, value] of Object.entries(data ?? {})) {
        if (value === '') continue;
        values.set(`${metadata.name} ${key}`, String(value));
        this.ofKeys.set(key, String(value));
      }
    }
    const read = variablesOf(bare);
    for (const [variable, reference] of variablesOf(rendered)) {
      const value = values.get(read.get(variable) ?? '');
      if (value !== undefined) this.ofReferences.set(reference, value);
    }
  }

  /** Encoded; `undefined` if it cannot be generated. */
  valueOf(name: string, key: string): string | undefined {
    return this.ofReferences.get(`${name} ${key}`) ?? this.ofKeys.get(key);
  }
}

/** Each variable of a container that reads a key of a Secret, with the name of the Secret and the key. */
function variablesOf({ objects, externals }: Rendered): Map<string, string> {
  const found = new Map<string, string>();
  for (const { pod, container } of new Inventory(objects, externals).containers) {
    const owner = `${pod.object.kind} ${withoutHash(pod.object.metadata.name)} ${container.name}`;
    for (const { name, valueFrom } of container.env ?? []) {
      const reference = valueFrom?.secretKeyRef;
      if (reference) found.set(`${owner} ${name}`, `${reference.name} ${reference.key}`);
    }
  }
  return found;
}

/** `existingSecret`, `existingSecretAdminPassword`, and Harbor's `secretName`. */
const NAMES_A_SECRET = /^existing|^secretName$/;

function withoutSecretNames(value: unknown): unknown {
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !NAMES_A_SECRET.test(key))
      .map(([key, entry]) => [key, withoutSecretNames(entry)]),
  );
}
