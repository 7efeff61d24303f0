export { endpointOf, minio } from './minio';
export { minioRules } from './rules';
export type { ObjectStoreConnection } from './storage';
export { type MinioValues, minioValues } from './values';
