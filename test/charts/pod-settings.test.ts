// Every pod has every setting, and every object has the common labels and annotations: in all charts, including init
// containers and Jobs.

import { at, Inventory } from '../../lib/render/checks/inventory';
import { type Case, cases } from '../support/charts';
import { rendered } from '../support/render';

const settings = {
  global: { imageRegistry: 'registry.example.com', imagePullSecrets: ['pull'], storageClass: 'fast' },
  commonLabels: { 'example.com/team': 'labs' },
  commonAnnotations: { 'example.com/note': 'all' },
  podLabels: { 'example.com/pod': 'yes' },
  podAnnotations: { 'example.com/pod-note': 'pod' },
  nodeSelector: { 'example.com/disk': 'ssd' },
  tolerations: [{ key: 'example.com/taint', operator: 'Exists' }],
  affinity: {
    podAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        { topologyKey: 'example.com/rack', labelSelector: { matchLabels: { a: 'b' } } },
      ],
    },
  },
  priorityClassName: 'urgent',
  podSecurityContext: { supplementalGroups: [4321] },
  securityContext: { seLinuxOptions: { level: 's0:c1,c2' } },
};

/** Charts with DaemonSets that serve their nodes. */
const withAgents = ['daytona', 'daytona-region', 'peerpods', 'runner-manager'];

/** Their own affinity, which excludes processors that their images do not support, replaces the chart's. */
const withAffinity = ['DaemonSet kata-deploy', 'Deployment peerpodctrl-controller-manager'];

const podsOf = ({ chart, system, values }: Case, inherit: boolean) =>
  rendered(system, [values, settings, withAgents.includes(chart) ? { nodeAgents: { inherit } } : {}]);

describe.each(cases)('$chart, $name', (row) => {
  const { objects, externals } = podsOf(row, true);
  const { pods } = new Inventory(objects, externals);
  const named = pods.map((pod) => [`${pod.object.kind} ${pod.object.metadata.name}`, pod] as const);

  test('there are pods', () => {
    expect(pods.length).toBeGreaterThan(0);
  });

  test.each(objects.map((object) => [`${object.kind} ${object.metadata.name}`, object] as const))(
    '%s carries the common labels and annotations',
    (_name, { metadata }) => {
      expect(metadata.labels).toMatchObject({
        ...settings.commonLabels,
        'app.kubernetes.io/managed-by': 'sandbox-charts',
      });
      expect(metadata.annotations).toMatchObject(settings.commonAnnotations);
    },
  );

  test.each(named)('%s has the configured placement, priority and security context', (name, { spec }) => {
    expect(spec.imagePullSecrets).toEqual([{ name: 'pull' }]);
    expect(spec.nodeSelector).toMatchObject(settings.nodeSelector);
    expect(spec.tolerations).toEqual(expect.arrayContaining(settings.tolerations));
    expect(spec.affinity).toMatchObject(withAffinity.includes(name) ? { nodeAffinity: {} } : settings.affinity);
    expect(spec.priorityClassName).toBe('urgent');
    expect(spec.securityContext).toMatchObject(settings.podSecurityContext);
  });

  test.each(named)('%s passes its labels and annotations to its pods', (_name, { object, labels, field }) => {
    const owner = (field === 'spec' ? object : at(object, field.replace(/\.spec$/, ''))) as typeof object;
    expect(labels).toMatchObject({ ...settings.podLabels, ...settings.commonLabels });
    expect(owner.metadata.annotations).toMatchObject(settings.podAnnotations);
  });

  test.each(
    named.flatMap(([name, { spec }]) =>
      [...(spec.initContainers ?? []), ...spec.containers].map(
        (container) => [name, container.name, container] as const,
      ),
    ),
  )('%s: container %s comes from the registry, with the security context', (_pod, _name, container) => {
    expect(container.image).toMatch(/^registry\.example\.com\//);
    expect(container.securityContext).toMatchObject(settings.securityContext);
  });

  test.each(named)(
    "%s runs under the container runtime's seccomp profile, unless it is privileged",
    (_name, { spec }) => {
      for (const { name, securityContext } of [...(spec.initContainers ?? []), ...spec.containers]) {
        const profile = securityContext?.seccompProfile ?? spec.securityContext?.seccompProfile;
        expect([name, securityContext?.privileged === true || profile?.type === 'RuntimeDefault']).toEqual([
          name,
          true,
        ]);
      }
    },
  );

  test.each(named)('%s mounts a token only if it has permissions', (_name, { spec }) => {
    const account = spec.serviceAccountName ?? 'default';
    const bound = objects.some(
      ({ kind, subjects }) =>
        kind.endsWith('RoleBinding') && (subjects as { name: string }[]).some((subject) => subject.name === account),
    );
    const projected = (spec.volumes ?? []).some((volume) =>
      volume.projected?.sources?.some((source) => source.serviceAccountToken),
    );
    expect(spec.automountServiceAccountToken === true || projected).toBe(bound);
  });
});

describe.each(cases.filter(({ chart }) => withAgents.includes(chart)))('$chart, $name, without inherit', (row) => {
  const { objects, externals } = podsOf(row, false);
  const agents = new Inventory(objects, externals).pods.filter(({ object }) => object.kind === 'DaemonSet');
  const named = agents.map((pod) => [pod.object.metadata.name, pod] as const);

  test('there are node agents, unless they are disabled', () => {
    const isOff = row.chart === 'daytona-region' && !/runners|agents|metrics/.test(row.name);
    expect(agents.length > 0).toBe(!isOff && !['everything-google', 'everything-pods'].includes(row.name));
  });

  if (named.length > 0) {
    test.each(named)("%s gets nothing of the chart's pods, so that changes to them never restart it", (_name, pod) => {
      const { spec, labels, object, field } = pod;
      expect(spec.nodeSelector).not.toMatchObject(settings.nodeSelector);
      expect(spec.tolerations ?? []).not.toEqual(expect.arrayContaining(settings.tolerations));
      expect(spec.affinity ?? {}).not.toMatchObject(settings.affinity);
      expect(labels).not.toMatchObject(settings.podLabels);
      expect(labels).not.toMatchObject(settings.commonLabels);
      const { metadata } = at(object, field.replace(/\.spec$/, '')) as typeof object;
      expect(metadata.annotations ?? {}).not.toMatchObject(settings.commonAnnotations);
      expect(metadata.annotations ?? {}).not.toMatchObject(settings.podAnnotations);
      expect(object.metadata).toMatchObject({ labels: settings.commonLabels, annotations: settings.commonAnnotations });
    });
  }
});
