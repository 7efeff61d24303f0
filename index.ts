export { DaytonaRegion } from './charts/daytona-region';
export { DozlabSession } from './charts/dozlab-session';
export { RunnerManager } from './charts/runner-manager';
