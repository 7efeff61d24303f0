// The library: the constructs of the charts, and what the props and errors of all of them are made of.

export { Daytona, type DaytonaValues } from './charts/daytona';
export { DaytonaRegion, type DaytonaRegionValues } from './charts/daytona-region';
export { DozlabSession, type DozlabSessionValues } from './charts/dozlab-session';
export { PeerPods, type PeerPodsValues } from './charts/peerpods';
export { RunnerManager, type RunnerManagerValues } from './charts/runner-manager';
export type { SystemProps } from './lib/pipeline/construct';
export type { System } from './lib/render/system';
export { METADATA } from './lib/render/validation';
export { InputError, type Origin, type Problem } from './lib/values/problem';
export type { DeepPartial } from './lib/values/schema/schema';
