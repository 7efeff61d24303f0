export { isHarborRouted } from './access';
export type { HarborContext, RegistryCertificate, SharedDatabase, SharedRedis } from './context';
export { harbor, type RegistryConnection } from './installation';
export { publicAddress } from './public-address';
export { harborRules } from './rules';
export { type HarborValues, harborValues } from './values/values';
