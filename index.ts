export { DozlabSession } from './charts/dozlab-session';
