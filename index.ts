export { DozlabSession } from './charts/dozlab-session';
export { RunnerManager } from './charts/runner-manager';
