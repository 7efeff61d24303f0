// The components of Harbor as others see them: names, ports, addresses, labels.

import type { Labels } from '../../../../lib/k8s/labels';
import type { Release } from '../../../../lib/k8s/release';
import type { HarborValues } from '../values/values';

/** Ports of the containers. The Services of core, portal and jobservice use 80. */
export const PORTS = { server: 8080, registry: 5000, database: 5432, redis: 6379, service: 80, tls: 8443 } as const;

export const names = (prefix: string) => ({
  core: `${prefix}-core`,
  portal: `${prefix}-portal`,
  registry: `${prefix}-registry`,
  jobservice: `${prefix}-jobservice`,
  database: `${prefix}-database`,
  redis: `${prefix}-redis`,
  trivy: `${prefix}-trivy`,
});

/** Addresses in the cluster. */
export function addresses(prefix: string) {
  const { core, portal, registry, jobservice, trivy } = names(prefix);
  return {
    core: `http://${core}:${PORTS.service}`,
    token: `http://${core}:${PORTS.service}/service/token`,
    portal: `http://${portal}`,
    jobservice: `http://${jobservice}`,
    registry: `http://${registry}:${PORTS.registry}`,
    controller: `http://${registry}:${PORTS.server}`,
    trivy: `http://${trivy}:${PORTS.server}`,
  };
}

/** The selector labels are those of the Helm chart. */
export const labelsOf = (release: Release, values: HarborValues, component: string): Labels =>
  release.labels(component, { release: release.name, ...appOf(values), component });

/** What all pods of Harbor have in common. */
export const appOf = ({ nameOverride }: HarborValues) => ({ app: nameOverride || 'harbor' });
