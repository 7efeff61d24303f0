import type { Manifest } from '../../lib/k8s/object/manifest';
import { formatFinding } from '../../lib/render/checks';
import { checkSchema } from '../../lib/render/schema-check';
import { deployment } from '../support/manifests';

const findings = (...objects: Manifest[]) => checkSchema(objects).map(formatFinding);
const object = (apiVersion: string, kind: string, body: object = {}): Manifest => ({
  apiVersion,
  kind,
  metadata: { name: 'x', namespace: 'labs' },
  ...body,
});

test('objects that the API accepts pass, in every API group that the charts use', () => {
  const spec = {
    rules: [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'x' } } }] } }],
  };
  const job = { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'x' }] } } };
  expect(
    findings(
      deployment(),
      object('v1', 'Secret', { data: { a: 'eA==' } }),
      object('networking.k8s.io/v1', 'Ingress', { spec }),
      object('batch/v1', 'Job', { spec: job }),
      object('rbac.authorization.k8s.io/v1', 'Role', {
        rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
      }),
      object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', {
        spec: {
          group: 'a.b',
          names: { kind: 'X', plural: 'xs' },
          scope: 'Namespaced',
          versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
        },
      }),
    ),
  ).toEqual([]);
});

test('the schema in a CRD can describe itself and have extensions, and is checked nevertheless', () => {
  const properties = {
    size: { type: 'string', description: 'How large.', patern: '^a' },
    any: {
      type: 'object',
      'x-kubernetes-preserve-unknown-fields': true,
      'x-kubernetes-validations': [{ rule: 'true' }],
    },
    port: { 'x-kubernetes-int-or-string': true },
    list: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' },
  };
  const openAPIV3Schema = { type: 'object', description: 'A thing.', properties };
  const spec = {
    group: 'a.b',
    names: { kind: 'X', plural: 'xs' },
    scope: 'Namespaced',
    versions: [
      {
        ...{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema } },
        additionalPrinterColumns: [{ name: 'Size', type: 'string', jsonPath: '.size', description: 'How large.' }],
      },
    ],
  };
  expect(findings({ ...object('apiextensions.k8s.io/v1', 'CustomResourceDefinition'), spec })).toEqual([
    'CustomResourceDefinition labs/x spec.versions[0].schema.openAPIV3Schema.properties.size.patern: unknown key (did you mean pattern?)',
  ]);
});

test('every problem has its object and field', () => {
  const container = { imagePullpolicy: 'Always', ports: [{ containerPort: '80' }] };
  expect(
    findings(deployment({ container, spec: { replica: 3 } }), object('v1', 'Service', { spec: { port: 80 } })),
  ).toEqual([
    'Deployment labs/web spec.template.spec.containers[0].ports[0].containerPort: must be an integer',
    'Deployment labs/web spec.replica: unknown key (did you mean replicas?)',
    'Deployment labs/web spec.template.spec.containers[0].imagePullpolicy: unknown key (did you mean imagePullPolicy?)',
    'Service labs/x spec.port: unknown key (did you mean ports?)',
  ]);
});

test('a kind that Kubernetes does not have is found; custom resources are not checked', () => {
  expect(
    findings(object('apps/v1', 'Deploymant'), object('v1', 'Deployment'), object('batch/v1beta1', 'CronJob')),
  ).toEqual([
    'Deploymant labs/x kind: is not a kind of apps/v1',
    'Deployment labs/x kind: is not a kind of v1',
    'CronJob labs/x apiVersion: is not served by every cluster: batch/v1beta1',
  ]);
  expect(findings(object('cert-manager.io/v1', 'Issuer'), object('gateway.networking.k8s.io/v1', 'Gateway'))).toEqual(
    [],
  );
});
