// Requirements as the file that lies beside the manifests.

import { mapOf } from '../yaml/yaml';
import type { Requirements } from './requirements';

/** An empty list, which kubectl, kustomize, Argo CD and Flux read without a word: they apply nothing of it. */
export function requirementsYaml(requirements: Requirements): string {
  const list = { apiVersion: 'v1', kind: 'List', items: [], requirements: told(requirements) };
  return `# Prerequisites of release ${requirements.release}: create these before you apply it. Applying this file does nothing.\n${mapOf(list)}`;
}

/** Without what is empty. */
export function told(requirements: Requirements): Partial<Requirements> {
  return Object.fromEntries(
    Object.entries(requirements).filter(([, value]) => !Array.isArray(value) || value.length > 0),
  );
}
