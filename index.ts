// The library: the constructs of the charts, and the types of their props and errors.

export { Daytona, type DaytonaInput, type DaytonaOutputs, type DaytonaValues } from './charts/daytona';
export {
  DaytonaRegion,
  type DaytonaRegionInput,
  type DaytonaRegionOutputs,
  type DaytonaRegionValues,
} from './charts/daytona-region';
export {
  DozlabSession,
  type DozlabSessionInput,
  type DozlabSessionOutputs,
  type DozlabSessionValues,
} from './charts/dozlab-session';
export { PeerPods, type PeerPodsInput, type PeerPodsOutputs, type PeerPodsValues } from './charts/peerpods';
export {
  RunnerManager,
  type RunnerManagerInput,
  type RunnerManagerOutputs,
  type RunnerManagerValues,
} from './charts/runner-manager';
export type { Target } from './lib/patches/target';
export type { PatchProps, SystemProps } from './lib/pipeline/construct';
export type {
  ClaimOutput,
  ConfigMapOutput,
  ObjectOutput,
  SecretOutput,
  ServiceAccountOutput,
  ServiceOutput,
  WorkloadOutput,
} from './lib/pipeline/outputs';
export type { System } from './lib/render/system';
export { METADATA } from './lib/render/validation';
export { InputError, type Origin, type Problem } from './lib/values/problem';
export type { DeepPartial } from './lib/values/schema/schema';
