// DNS settings of all pods of a chart.

import type { IPodDNSConfig } from 'kubernetes-models/v1/PodDNSConfig';
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import { block, choice, type Static, type TObject } from '../../values/schema/schema';
import type { Rule } from '../../values/validate';

/** `dnsPolicy` and `dnsConfig` of a chart; spread them into its schema. */
export const dnsValues = {
  dnsPolicy: choice(['', 'ClusterFirst', 'Default', 'None'], {
    description:
      'DNS policy of the pods; None requires dnsConfig.nameservers. Pods in the host network keep ClusterFirstWithHostNet.',
    default: '',
  }),
  dnsConfig: block<IPodDNSConfig>('PodDNSConfig', {
    description: 'DNS settings of the pods. Sandboxes do not have them.',
    default: {},
  }),
};

export type DnsValues = Static<TObject<typeof dnsValues>>;

/** The settings for one pod. */
export function dnsOf(
  { dnsPolicy = '', dnsConfig = {} }: Partial<DnsValues>,
  { hostNetwork }: Pick<IPodSpec, 'hostNetwork'>,
): Pick<IPodSpec, 'dnsPolicy' | 'dnsConfig'> {
  return {
    ...(dnsPolicy === '' || hostNetwork ? {} : { dnsPolicy }),
    ...(Object.keys(dnsConfig).length > 0 ? { dnsConfig } : {}),
  };
}

export const dnsRule: Rule<DnsValues> = ({ dnsPolicy, dnsConfig }, report) => {
  if (dnsPolicy === 'None' && !dnsConfig.nameservers?.length) {
    report.error((v) => v.dnsConfig, 'needs nameservers: dnsPolicy is None');
  }
};
