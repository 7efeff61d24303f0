// From where an object can be reached.

import type { IIngress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import type { IService } from 'kubernetes-models/v1/Service';

/** Where a Service is reached from outside of the cluster, in words. */
export function serviceExposure({ spec }: IService): string[] {
  const { type = 'ClusterIP', ports = [], externalIPs = [], loadBalancerSourceRanges } = spec ?? {};
  const open = type === 'LoadBalancer' || type === 'NodePort';
  const through = type === 'LoadBalancer' ? 'a load balancer' : 'every node';
  const sources = type === 'LoadBalancer' ? (loadBalancerSourceRanges ?? ['anywhere']) : [];
  return [
    ...(open ? ports.map(({ port }) => `port ${port} is reached through ${through}`) : []),
    ...sources.map((source) => `its load balancer is reached from ${source}`),
    ...externalIPs.map((address) => `is reached at ${address}`),
  ];
}

/** Under which host names an Ingress is reached, and without TLS under which. */
export function ingressExposure({ spec }: IIngress): string[] {
  const { rules = [], tls = [], defaultBackend } = spec ?? {};
  const secured = tls.flatMap(({ hosts = [] }) => hosts);
  const hosts = [...new Set(rules.map(({ host }) => host ?? '*'))];
  return [
    ...hosts.map((host) => `is reached as ${host}`),
    ...hosts.filter((host) => !secured.includes(host)).map((host) => `is reached as ${host} without TLS`),
    ...(defaultBackend ? ['takes every request that no rule takes'] : []),
  ];
}
