// Versions of Kubernetes that manifests can be checked for.

/** The supported minor versions, in order. */
export const KUBE_VERSIONS = ['1.34', '1.35', '1.36', '1.37'] as const;

/** A minor version of Kubernetes. */
export type KubeVersion = (typeof KUBE_VERSIONS)[number];

/** What every supported cluster accepts. */
export const OLDEST: KubeVersion = KUBE_VERSIONS[0];

/** The minor version of `1.36`, `v1.36.3` or `v1.36.3-eks-1a2b3c4`; `undefined` if it is not supported. */
export function kubeVersionOf(text: string): KubeVersion | undefined {
  const [, minor] = /^v?(1\.\d+)(?:\.\d+)?(?:[-+][0-9A-Za-z.+-]+)?$/.exec(text) ?? [];
  return KUBE_VERSIONS.find((version) => version === minor);
}

/** What is wrong with a version that is not supported. */
export const unsupportedVersion = (text: string): string =>
  `${text} is not a supported version of Kubernetes (expected ${KUBE_VERSIONS.join(', ')})`;

/** Whether `version` has what `since` added. */
export const includes = (version: KubeVersion, since: string): boolean =>
  Number(since.split('.')[1]) <= Number(version.split('.')[1]);
