export { publicAddress } from './access';
export type { HarborContext, RegistryCertificate, SharedDatabase, SharedRedis } from './harbor';
export { harbor, type RegistryConnection } from './installation';
export { harborRules } from './rules';
export { type HarborValues, harborValues } from './values';
