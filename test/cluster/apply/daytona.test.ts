import { proveApply } from './prove-apply';

proveApply('daytona');
