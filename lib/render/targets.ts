// Who applies the manifests. Known without loading what each of them needs.

export const TARGETS = ['kubectl', 'argocd', 'flux'] as const;
export type Target = (typeof TARGETS)[number];

/** How people call it. */
export const TARGET_NAMES = { kubectl: 'kubectl', argocd: 'Argo CD', flux: 'Flux' } as const satisfies Record<
  Target,
  string
>;
