import { proveApply } from './prove-apply';

proveApply('runner-manager');
