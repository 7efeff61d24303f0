import { proveApply } from './prove-apply';

proveApply('peerpods');
