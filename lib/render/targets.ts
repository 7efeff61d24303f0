// The tools that apply manifests, without loading the code for each of them.

export const TARGETS = ['kubectl', 'argocd', 'flux'] as const;
export type Target = (typeof TARGETS)[number];

/** Its name in messages. */
export const TARGET_NAMES = { kubectl: 'kubectl', argocd: 'Argo CD', flux: 'Flux' } as const satisfies Record<
  Target,
  string
>;
