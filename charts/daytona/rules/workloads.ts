// Rules for every workload and Ingress.

import { type IngressValues, ingressRules } from '../../../lib/k8s/network/ingress';
import { certManagerRules } from '../../../lib/k8s/tls/cert-manager-rules';
import { isMade, tlsRules } from '../../../lib/k8s/tls/tls';
import { autoscalingRules } from '../../../lib/k8s/workload/scaling';
import { formatPath, pathOf } from '../../../lib/values/path';
import type { Rule } from '../../../lib/values/validate';
import { tlsSecrets } from '../connections/addresses';
import type { Values } from '../values';

type Publisher = keyof ReturnType<typeof tlsSecrets>;

const INGRESSES: Readonly<Record<Publisher, (values: Values) => IngressValues>> = {
  api: (v) => v.services.api.ingress,
  proxy: (v) => v.services.proxy.ingress,
  dex: (v) => v.dex.ingress,
};

const PUBLISHERS = Object.keys(INGRESSES) as Publisher[];

/** Two creators of one Secret would replace each other's certificate over and over. */
const oneSecretEach: Rule<Values> = (values, report) => {
  const secrets = tlsSecrets(values);
  const makers = PUBLISHERS.filter(
    (of) => (of !== 'dex' || values.dex.enabled) && isMade(INGRESSES[of](values), secrets[of], values.certManager),
  );
  for (const of of makers) {
    const first = makers.find((other) => secrets[other] === secrets[of]) ?? of;
    if (first === of) continue;
    report.error(
      (v) => INGRESSES[of](v).tlsSecretName,
      `${secrets[of]} is also created for ${formatPath(pathOf(INGRESSES[first]))}, with different hosts: use a different Secret`,
    );
  }
};

export const workloadRules: readonly Rule<Values>[] = [
  ...PUBLISHERS.flatMap((of) => [
    ...ingressRules(INGRESSES[of]),
    ...tlsRules(INGRESSES[of], (values) => tlsSecrets(values)[of]),
  ]),
  oneSecretEach,
  ...certManagerRules((v: Values) => v.certManager),
  ...autoscalingRules(
    (v: Values) => v.services.api.autoscaling,
    (v) => v.services.api.resources.requests,
  ),
  ...autoscalingRules(
    (v: Values) => v.services.proxy.autoscaling,
    (v) => v.services.proxy.resources.requests,
  ),
];
