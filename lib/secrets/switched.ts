// Secrets that an earlier run wrote with their values, and this one no longer writes: Argo CD and Flux would delete them,
// and the Sealed Secrets controller rejects a Secret that it did not create.

import type { Manifest } from '../k8s/object/manifest';
import { shellCommand } from '../render/shell';

const KEEP = ['kustomize.toolkit.fluxcd.io/prune=disabled', 'argocd.argoproj.io/sync-options=Prune=false'];
const TAKE_OVER = 'sealedsecrets.bitnami.com/managed=true';

/** A warning for each namespace, with the command to run before the objects are applied. */
export function switchWarnings(
  earlier: readonly Manifest[],
  rendered: readonly Manifest[],
  written: readonly Manifest[],
): string[] {
  const [wanted, still] = [new Set(rendered.map(key)), new Set(written.map(key))];
  const replaced = earlier.filter(
    (object) => object.kind === 'Secret' && wanted.has(key(object)) && !still.has(key(object)),
  );
  const namespaces = [...new Set(replaced.map(({ metadata }) => metadata.namespace ?? ''))];
  return namespaces.map((namespace) => {
    const names = replaced
      .filter(({ metadata }) => metadata.namespace === namespace)
      .map(({ metadata }) => metadata.name);
    const command = shellCommand([
      ...['kubectl', 'annotate', 'secret', '--overwrite', '--namespace', namespace],
      ...names,
      ...KEEP,
      TAKE_OVER,
    ]);
    return `the cluster has ${names.join(', ')} from an earlier run that wrote the values. Before you apply, keep them from being deleted: ${command}`;
  });
}

const key = ({ kind, metadata: { namespace, name } }: Manifest): string => `${kind}/${namespace}/${name}`;
