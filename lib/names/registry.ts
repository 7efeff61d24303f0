/** An image registry: a host, optionally with a port and path. */
export const REGISTRY = '^[a-zA-Z0-9]([-a-zA-Z0-9.]*[a-zA-Z0-9])?(:\\d+)?(/[a-z0-9._/-]+)?$';

/** An image reference: `ghcr.io/team/tool:1.2`, optionally with a digest. */
export const IMAGE = '^[a-z0-9][-a-zA-Z0-9._:/]*[a-zA-Z0-9](@sha256:[0-9a-f]{64})?$';
