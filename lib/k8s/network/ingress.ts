// Ingresses: values, the object, and rules between their values.

import type { Construct } from 'constructs';
import type { IHTTPIngressPath } from 'kubernetes-models/networking.k8s.io/v1/HTTPIngressPath';
import type { IIngress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import type { IIngressRule } from 'kubernetes-models/networking.k8s.io/v1/IngressRule';
import type { IIngressTLS } from 'kubernetes-models/networking.k8s.io/v1/IngressTLS';
import { DNS_SUBDOMAIN, HOST } from '../../names/naming';
import { blocks, boolean, choice, list, object, type Static, text } from '../../values/schema/schema';
import type { Rule } from '../../values/validate';
import { annotationMap } from '../common';
import type { Labels } from '../labels';
import { ApiObject } from '../object/api-object';
import type { Release } from '../release';
import { tlsKeys } from '../tls/tls';
import { backendTlsOfIngress, type IngressController, openTraffic } from './ingress-controllers';

/** The annotation for the class from before Kubernetes had a field for it. */
const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

const pathType = (value: IHTTPIngressPath['pathType'] & ('Prefix' | 'ImplementationSpecific')) =>
  choice(['Prefix', 'Exact', 'ImplementationSpecific'], { description: 'Path type.', default: value });

const path = () =>
  text({
    description: 'Path that is routed to the Service.',
    pattern: '^/[^#]*$',
    expected: 'a path starting with /, without #',
    default: '/',
  });

export const ingressClass = () =>
  text({
    description:
      'IngressClass; empty means the default of the cluster. The default, ingress-nginx, was retired in March 2026.',
    default: 'nginx',
    pattern: `^$|${DNS_SUBDOMAIN}`,
    expected: 'the name of an IngressClass',
  });

export interface IngressDefaults {
  readonly enabled: boolean;
  /** What the host name is for, and what an empty one means. */
  readonly hostname: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

export const ingressValues = ({ enabled, hostname, annotations }: IngressDefaults) =>
  object(
    () => ({
      enabled: boolean({ description: 'Whether to create the Ingress.', default: enabled }),
      className: ingressClass(),
      annotations: annotationMap('Annotations of the Ingress.', annotations),
      hostname: text({
        description: hostname,
        default: '',
        pattern: DNS_SUBDOMAIN,
        maxLength: 249,
        expected: 'a host name in lowercase of at most 249 characters',
      }),
      path: path(),
      pathType: pathType('Prefix'),
      extraHosts: list(
        object({
          name: text({
            description: 'Host name.',
            pattern: HOST,
            maxLength: 253,
            expected: 'a host name in lowercase, optionally starting with *.',
          }),
          path: path(),
          pathType: pathType('ImplementationSpecific'),
        }),
        { description: 'Additional hosts for the same Service.', default: [] },
      ),
      extraPaths: blocks<IHTTPIngressPath>('HTTPIngressPath', {
        description: 'Additional paths of the main hosts, listed before the main path.',
        default: [],
      }),
      extraRules: blocks<IIngressRule>('IngressRule', {
        description: 'Additional rules, passed unchanged.',
        default: [],
      }),
      extraTls: blocks<IIngressTLS>('IngressTLS', {
        description: 'Additional TLS entries, passed unchanged.',
        default: [],
      }),
      ...tlsKeys(),
    }),
    { description: 'Ingress for the Service.' },
  );

export type IngressValues = Static<ReturnType<typeof ingressValues>>;

export interface IngressOptions {
  readonly name: string;
  readonly labels: Labels;
  readonly values: IngressValues;
  /** Hosts that get the main path and `extraPaths`. */
  readonly hosts: readonly string[];
  readonly service: { readonly name: string; readonly port: number };
  readonly controller: IngressController;
  /** Whether clients upload files of any size and keep WebSockets open. */
  readonly openTraffic?: boolean;
  /** Whether the backend terminates TLS itself. */
  readonly servesTls?: boolean;
  /** Used unless the values disable TLS. */
  readonly tls: { readonly hosts: readonly string[]; readonly secretName: string };
}

/** The Services of additional paths and rules are not part of the release. */
export function declareBackends(
  release: Release,
  { extraPaths, extraRules }: Pick<IngressValues, 'extraPaths' | 'extraRules'>,
): void {
  const given = [...extraPaths, ...extraRules.flatMap(({ http }) => http?.paths ?? [])];
  for (const { backend } of given) if (backend.service) release.external('Service', backend.service.name);
}

type ClassValues = Pick<IngressValues, 'className' | 'annotations'>;

/** The annotations of an Ingress, without the class if the field is set. */
export function annotationsOf({ className, annotations }: ClassValues): Readonly<Record<string, string>> {
  const { [CLASS_ANNOTATION]: _class, ...others } = annotations;
  return className ? others : annotations;
}

/** The name of the class; empty for the default of the cluster. */
export const classOf = ({ className, annotations }: ClassValues): string =>
  className || annotations[CLASS_ANNOTATION] || '';

export function ingress(
  scope: Construct,
  id: string,
  release: Release,
  {
    name,
    labels,
    values,
    hosts,
    service,
    tls,
    controller,
    openTraffic: open = false,
    servesTls = false,
  }: IngressOptions,
): void {
  const backend = { service: { name: service.name, port: { number: service.port } } };
  const rule = (host: string, paths: IHTTPIngressPath[]): IIngressRule => ({ host, http: { paths } });
  const main = [...values.extraPaths, { path: values.path, pathType: values.pathType, backend }];
  declareBackends(release, values);
  new ApiObject(scope, id, {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: release.metadata(name, labels, {
      ...(servesTls ? backendTlsOfIngress(controller) : {}),
      ...(open ? openTraffic(controller, classOf(values)) : {}),
      ...annotationsOf(values),
    }),
    spec: {
      ...(values.className ? { ingressClassName: values.className } : {}),
      rules: [
        ...hosts.map((host) => rule(host, main)),
        ...values.extraHosts.map((extra) =>
          rule(extra.name, [{ path: extra.path, pathType: extra.pathType, backend }]),
        ),
        ...values.extraRules,
      ],
      ...(values.tls ? { tls: [{ hosts: [...tls.hosts], secretName: tls.secretName }, ...values.extraTls] } : {}),
    },
  } satisfies IIngress);
}

/** The class is set once, or twice with the same value. */
export const classRule =
  <V>(select: (values: V) => ClassValues, isOn: (values: V) => boolean): Rule<V> =>
  (values, report) => {
    const { className, annotations } = select(values);
    const legacy = annotations[CLASS_ANNOTATION];
    if (isOn(values) && legacy !== undefined && className !== '' && legacy !== className) {
      report.error(
        (v) => select(v).annotations[CLASS_ANNOTATION],
        `conflicts with className (${className}): set className and remove the annotation`,
      );
    }
  };

/** Errors and warnings about combinations of an Ingress's values. */
export function ingressRules<V>(select: (values: V) => IngressValues): Rule<V>[] {
  return [
    classRule(select, (values) => select(values).enabled),
    (values, report) => {
      const { enabled, tls, extraTls } = select(values);
      if (enabled && !tls && extraTls.length > 0) {
        report.warning((v) => select(v).extraTls, 'has no effect: tls is false');
      }
    },
  ];
}
