// Small valid objects in which a test breaks one thing, and the findings of the checks.

import type { Manifest } from '../../lib/k8s/object/manifest';
import type { ExternalObject } from '../../lib/k8s/release';
import { check, formatFinding } from '../../lib/render/checks';

interface Change {
  readonly metadata?: object;
  readonly pod?: object;
  readonly container?: object;
  readonly spec?: object;
}

export function deployment({ metadata, pod, container, spec }: Change = {}): Manifest {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'labs', ...metadata },
    spec: {
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: {
          containers: [{ name: 'web', image: 'web:1', ports: [{ name: 'http', containerPort: 8080 }], ...container }],
          ...pod,
        },
      },
      ...spec,
    },
  };
}

export const object = (apiVersion: string, kind: string, name: string, body: object, namespace?: string): Manifest => ({
  apiVersion,
  kind,
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
  ...body,
});
export const labs = (apiVersion: string, kind: string, name: string, body: object) =>
  object(apiVersion, kind, name, body, 'labs');
export const service = (spec: object) =>
  labs('v1', 'Service', 'web', {
    spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 'http' }], ...spec },
  });
export const ingress = (spec: object, annotations?: Readonly<Record<string, string>>): Manifest => {
  const plain = labs('networking.k8s.io/v1', 'Ingress', 'web', { spec });
  return annotations ? { ...plain, metadata: { ...plain.metadata, annotations } } : plain;
};
export const backend = (name: string, port: object) => ({
  rules: [{ host: 'a.example.com', http: { paths: [{ path: '/', backend: { service: { name, port } } }] } }],
});

export const findings = (objects: readonly Manifest[], externals: readonly ExternalObject[] = []) =>
  check(objects, externals).map(formatFinding);

export const POD = 'Deployment labs/web spec.template.spec';
export const CONTAINER = `${POD}.containers[0]`;

export const env = (...variables: object[]) => deployment({ container: { env: variables } });
export const fromSecret = (name: string, key: string, optional?: boolean) =>
  env({ name: 'X', valueFrom: { secretKeyRef: { name, key, ...(optional === undefined ? {} : { optional }) } } });
