// The requirements file next to the manifests.

import { mapOf } from '../yaml/yaml';
import type { Requirements } from './requirements';

/** An empty list, which kubectl, kustomize, Argo CD and Flux accept and which applies nothing. */
export function requirementsYaml(requirements: Requirements): string {
  const list = { apiVersion: 'v1', kind: 'List', items: [], requirements: withoutEmptySections(requirements) };
  return `# Prerequisites of release ${requirements.release}: create these before you apply it. Applying this file does nothing.\n${mapOf(list)}`;
}

/** Without empty sections. */
export function withoutEmptySections(requirements: Requirements): Partial<Requirements> {
  return Object.fromEntries(
    Object.entries(requirements).filter(([, value]) => !Array.isArray(value) || value.length > 0),
  );
}

const ENDING = '.requirements.yaml';

export const requirementsFile = (release: string): string => `${release}${ENDING}`;

export const isRequirementsFile = (file: string): boolean => file.endsWith(ENDING);
