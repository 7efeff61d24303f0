// The permissions and the namespace of the adaptor.

import type { IRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/Role';
import type { INamespace } from 'kubernetes-models/v1/Namespace';
import { system } from '../../../charts/peerpods';
import { inventory, only, render } from '../../support/render';
import { adaptor, podOf } from './adaptor-objects';
import { alone, layered, valuesFor } from './values';

describe('permissions', () => {
  const rulesIn = (values: object, name: string) => only<IRole>(adaptor(values), 'Role', name);

  test('releases do not share cluster-wide objects', () => {
    const namesOf = (name: string) =>
      render(system, layered(valuesFor('aws'), alone), { name })
        .objects.filter(({ kind }) => kind.startsWith('ClusterRole'))
        .map((object) => object.metadata.name);
    const first = namesOf('peerpods');
    expect(first.filter((name) => namesOf('peerpods-2').includes(name))).toEqual([]);
    expect(first.every((name) => name.startsWith('peerpods-'))).toBe(true);
  });

  test('it can list only pods, and change no Secrets', () => {
    const { objects } = adaptor(valuesFor('aws'));
    const rules = objects.flatMap((object) => (object.rules ?? []) as { resources: string[]; verbs: string[] }[]);
    expect(rules.filter(({ verbs }) => verbs.includes('list')).map(({ resources }) => resources)).toEqual([['pods']]);
    expect(rules.filter(({ resources }) => resources.includes('secrets')).map(({ verbs }) => verbs)).toEqual([['get']]);
  });

  test('only byom can store the state of a VM pool, in one place', () => {
    const change = { providerConfigs: { byom: { POOL_CONFIGMAP_NAME: 'pool', POOL_NAMESPACE: 'machines' } } };
    const role = rulesIn(layered(valuesFor('byom'), change), 'peerpods-cm-editor');
    expect(role.metadata?.namespace).toBe('machines');
    expect(role.rules?.[1]?.resourceNames).toEqual(['pool']);
    expect(inventory(adaptor(valuesFor('aws'))).filter((object) => object.startsWith('Role'))).toEqual([]);
  });

  test('IBM Cloud looks up its cluster unless it is set', () => {
    const role = rulesIn(valuesFor('ibmcloud'), 'peerpods-cluster-info-viewer');
    expect(role.metadata?.namespace).toBe('kube-system');
    const withClusterId = layered(valuesFor('ibmcloud'), {
      providerConfigs: { ibmcloud: { IBMCLOUD_CLUSTER_ID: 'c1' } },
    });
    expect(inventory(adaptor(withClusterId)).filter((object) => object.startsWith('Role'))).toEqual([]);
  });

  test('an existing service account is used, not created', () => {
    const change = { daemonset: { serviceAccount: { create: false, name: 'mine' } } };
    const release = adaptor(valuesFor('aws'), change);
    expect(inventory(release).filter((object) => object.startsWith('ServiceAccount'))).toEqual([]);
    expect(podOf(valuesFor('aws'), change).serviceAccountName).toBe('mine');
  });
});

describe('namespace', () => {
  const namespaceOf = (change: object, identity = {}) =>
    only<INamespace>(render(system, layered(valuesFor('aws'), alone, change), identity), 'Namespace').metadata;

  test('it is created on request, for privileged pods', () => {
    expect(inventory(adaptor(valuesFor('aws'))).filter((object) => object.startsWith('Namespace'))).toEqual([]);
    expect(namespaceOf({ createNamespace: true })).toMatchObject({
      name: 'confidential-containers-system',
      labels: { 'pod-security.kubernetes.io/enforce': 'privileged', 'app.kubernetes.io/managed-by': 'sandbox-charts' },
    });
  });

  test('Helm can adopt it on request', () => {
    expect(namespaceOf({ createNamespace: true, helmOwnership: true }, { name: 'pp', namespace: 'caa' })).toMatchObject(
      {
        name: 'caa',
        labels: { 'app.kubernetes.io/managed-by': 'Helm' },
        annotations: { 'meta.helm.sh/release-name': 'pp', 'meta.helm.sh/release-namespace': 'caa' },
      },
    );
  });

  test('the value also sets its name', () => {
    expect(namespaceOf({ createNamespace: true, namespace: 'caa' })?.name).toBe('caa');
  });
});
