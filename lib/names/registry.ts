/** A registry of images: host, with port and path where needed. */
export const REGISTRY = '^[a-zA-Z0-9]([-a-zA-Z0-9.]*[a-zA-Z0-9])?(:\\d+)?(/[a-z0-9._/-]+)?$';
