// Adapts the manifests to the tool that applies them.

import { isEncrypted } from '../k8s/encrypted';
import type { Manifest } from '../k8s/object/manifest';
import type { Rendered } from '../render/render';
import { TARGET_NAMES, type Target } from '../render/targets';
import { argocd } from './argocd';
import { flux } from './flux';

/** Tools that apply a release with rules of their own. */
type Adapted = Exclude<Target, 'kubectl'>;

export function forTarget(rendered: Rendered, target: Adapted): Rendered {
  const kept = { ...rendered, target, objects: rendered.objects.map(withoutTtl) };
  return warned(target === 'argocd' ? argocd(kept) : flux(kept), target);
}

function warned(rendered: Rendered, target: Adapted): Rendered {
  const secrets = rendered.objects.filter(({ kind }) => kind === 'Secret');
  if (target === 'argocd' && secrets.some(isEncrypted)) return withWarning(rendered, PLUGIN);
  if (secrets.every(isEncrypted)) return rendered;
  const warning = `the manifests contain credentials, and ${TARGET_NAMES[target]} reads them from Git: use --secrets existing, external-secrets, sealed-secrets or sops`;
  return withWarning(rendered, warning);
}

const PLUGIN = 'Argo CD decrypts SOPS Secrets only with a plugin such as KSOPS';

const withWarning = (rendered: Rendered, warning: string): Rendered => ({
  ...rendered,
  warnings: [...rendered.warnings, warning],
});

/** A Job that deletes itself after it finishes would be recreated, and run, over and over. */
function withoutTtl(object: Manifest): Manifest {
  if (object.kind !== 'Job') return object;
  const { ttlSecondsAfterFinished: _seconds, ...spec } = object.spec as Record<string, unknown>;
  return { ...object, spec };
}
