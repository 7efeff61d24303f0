// How an object is exposed.

import type { IIngress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import type { IService } from 'kubernetes-models/v1/Service';

/** A description of how a Service is exposed outside the cluster. */
export function serviceExposure({ spec }: IService): string[] {
  const { type = 'ClusterIP', ports = [], externalIPs = [], loadBalancerSourceRanges } = spec ?? {};
  const open = type === 'LoadBalancer' || type === 'NodePort';
  const through = type === 'LoadBalancer' ? 'a load balancer' : 'every node';
  const sources = type === 'LoadBalancer' ? (loadBalancerSourceRanges ?? ['anywhere']) : [];
  return [
    ...(open ? ports.map(({ port }) => `port ${port} is now exposed through ${through}`) : []),
    ...sources.map((source) => `its load balancer now accepts traffic from ${source}`),
    ...externalIPs.map((address) => `now exposed at ${address}`),
  ];
}

/** The host names of an Ingress, and the ones without TLS. */
export function ingressExposure({ spec }: IIngress): string[] {
  const { rules = [], tls = [], defaultBackend } = spec ?? {};
  const secured = tls.flatMap(({ hosts = [] }) => hosts);
  const hosts = [...new Set(rules.map(({ host }) => host ?? '*'))];
  return [
    ...hosts.map((host) => `now exposed at ${host}`),
    ...hosts.filter((host) => !secured.includes(host)).map((host) => `now exposed at ${host} without TLS`),
    ...(defaultBackend ? ['now receives every request that matches no rule'] : []),
  ];
}
