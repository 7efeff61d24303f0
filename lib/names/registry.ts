/** A registry of images: host, with port and path where needed. */
export const REGISTRY = '^[a-zA-Z0-9]([-a-zA-Z0-9.]*[a-zA-Z0-9])?(:\\d+)?(/[a-z0-9._/-]+)?$';

/** An image as one text: `ghcr.io/team/tool:1.2`, with a digest where wanted. */
export const IMAGE = '^[a-z0-9][-a-zA-Z0-9._:/]*[a-zA-Z0-9](@sha256:[0-9a-f]{64})?$';
