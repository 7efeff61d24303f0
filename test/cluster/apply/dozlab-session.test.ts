import { proveApply } from './prove-apply';

proveApply('dozlab-session');
