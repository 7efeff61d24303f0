// What holds for every workload and every Ingress.

import { autoscalingRules } from '../../../lib/k8s/autoscaling';
import { certManagerRules } from '../../../lib/k8s/cert-manager';
import { type IngressValues, ingressRules } from '../../../lib/k8s/ingress';
import { requestsWithinLimits } from '../../../lib/k8s/resources';
import { tlsRules } from '../../../lib/k8s/tls';
import type { Rule } from '../../../lib/values/validate';
import { tlsSecrets } from '../addresses';
import type { Values } from '../values';

const published = (select: (values: Values) => IngressValues, of: 'api' | 'proxy' | 'dex'): Rule<Values>[] => [
  ...ingressRules(select),
  ...tlsRules(select, (values) => tlsSecrets(values)[of]),
];

export const workloadRules: readonly Rule<Values>[] = [
  ...published((v) => v.services.api.ingress, 'api'),
  ...published((v) => v.services.proxy.ingress, 'proxy'),
  ...published((v) => v.dex.ingress, 'dex'),
  ...certManagerRules((v: Values) => v.certManager),
  ...autoscalingRules(
    (v: Values) => v.services.api.autoscaling,
    (v) => v.services.api.resources.requests,
  ),
  ...autoscalingRules(
    (v: Values) => v.services.proxy.autoscaling,
    (v) => v.services.proxy.resources.requests,
  ),
  requestsWithinLimits((v: Values) => v.services.api.resources),
  requestsWithinLimits((v: Values) => v.services.api.migrations.resources),
  requestsWithinLimits((v: Values) => v.services.proxy.resources),
  requestsWithinLimits((v: Values) => v.services.sshGateway.resources),
  requestsWithinLimits((v: Values) => v.services.runnermanager.resources),
  requestsWithinLimits((v: Values) => v.services.runner.resources),
  requestsWithinLimits((v: Values) => v.services.runner.registryProxy.resources),
  requestsWithinLimits((v: Values) => v.services.runner.dockerInstaller.resources),
  requestsWithinLimits((v: Values) => v.dex.resources),
  requestsWithinLimits((v: Values) => v.tools.resources),
];
