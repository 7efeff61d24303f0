// A release as tests read it: rendered from an object with values, and checked as with `--validate`.

import { type Manifest, describe as nameOf } from '../../lib/k8s/object/manifest';
import { runPipeline } from '../../lib/pipeline/pipeline';
import { type Rendered, renderRelease } from '../../lib/render/render';
import { checkSchema } from '../../lib/render/schema-check';
import type { System } from '../../lib/render/system';
import { programLayer, resolve } from '../../lib/values/resolve';
import type { TObject } from '../../lib/values/schema/schema';
import { toYaml } from '../../lib/yaml/yaml';

export interface Identity {
  readonly name?: string;
  readonly namespace?: string;
}

/** Renders a chart with values that are merged as in one file. */
export function rendered<S extends TObject>(
  system: System<S>,
  layers: readonly object[],
  { name = system.name, namespace = system.defaultNamespace }: Identity = {},
): Rendered {
  const { values } = resolve(system.schema, system.rules, layers.map(programLayer));
  const full = renderRelease(system, { name, namespace, values });
  return runPipeline(full, {});
}

/** The same for one object with values. Fails for objects that Kubernetes would reject. */
export function render<S extends TObject>(system: System<S>, values: object, identity?: Identity): Rendered {
  const release = rendered(system, [values], identity);
  const findings = checkSchema(release.objects);
  if (findings.length > 0) throw new Error(findings.map(({ field, message }) => `${field}: ${message}`).join('\n'));
  return release;
}

export const yamlOf = ({ objects }: Rendered): string => toYaml(objects);

/** `Deployment labs/lab-1`: kind, namespace and name of every object, in order. */
export const inventory = ({ objects }: Rendered): string[] => objects.map(nameOf);

/** The only object of a kind, or the one with this name. `T` is its type in kubernetes-models. */
export function only<T extends object = Manifest>({ objects }: Rendered, kind: string, name?: string): T {
  const found = objects.filter(
    (object) => object.kind === kind && (name ?? object.metadata.name) === object.metadata.name,
  );
  const [object] = found;
  if (!object || found.length > 1) throw new Error(`${found.length} objects of kind ${kind} ${name ?? ''}`);
  return object as unknown as T;
}
