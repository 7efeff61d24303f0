// The two lines of runner images: upstream's public source, and the fork for Kubernetes, whose source is closed.

/** The line that an image belongs to. */
export type ImageLine = 'public' | 'kubernetes';

/** Tags of the fork: `v0.158.4-k8s-amd64`, `v0.158.4-4-byoc-amd64`. */
const FORK = /-(k8s|byoc)(-|$)/;

/** The line of an image, by its tag. */
export const lineOf = ({ tag }: { readonly tag: string }): ImageLine => (FORK.test(tag) ? 'kubernetes' : 'public');
