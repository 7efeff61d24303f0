// An installed Helm release is taken over: nothing is rejected or recreated, no field and no credential is left behind.

import type { Manifest } from '../../../lib/k8s/object/manifest';
import type { HelmVersion } from '../harness/helm';
import { kubectl } from '../harness/kubectl';
import { applyAll } from '../harness/verdicts';
import { documentsOf, removeFolders } from '../support';
import {
  chartFolder,
  deletionsOf,
  install,
  isOfHelm,
  leftOfHelm,
  live,
  planOf,
  rendered,
  renderedIn,
  secretsOf,
  sectionOf,
  strayFields,
  takeover,
  textOf,
  uids,
} from './support';

const cluster = kubectl();
let namespace = '';

async function inNamespace(name: string): Promise<void> {
  namespace = name;
  await cluster.ok(['create', 'namespace', name]);
}

afterEach(async () => {
  await cluster.ok(['delete', 'namespace', namespace, '--wait=false']);
  const nodes = ['web-daytona-runner-manager-nodes', `${namespace}-web-daytona-runner-manager-nodes`];
  const roles = [...nodes, 'pod-viewer', 'node-viewer'];
  await cluster.ok(['delete', 'clusterrole,clusterrolebinding', ...roles, '--ignore-not-found']);
  if (namespace.includes('peerpods-complete')) await removePeerPods();
});

/** What peer pods have outside their namespace. Their webhook would block the pods of all other tests. */
async function removePeerPods(): Promise<void> {
  const all = await cluster.ok([
    ...['get', 'mutatingwebhookconfigurations,clusterroles,clusterrolebindings,runtimeclasses', '-o', 'name'],
  ]);
  const ours = all.split('\n').filter((name) => /\/(peer-?pods|peerpodctrl|kata-)/.test(name));
  await cluster.ok(['delete', ...ours, 'namespace/peer-pods-webhook-system', '--ignore-not-found', '--wait=true']);
}

afterAll(removeFolders);

interface Case {
  readonly fixture: string;
  readonly helm: HelmVersion;
  readonly target: string;
  /** As the API server records the applier. */
  readonly manager: string;
}

const byKubectl = { target: 'kubectl', manager: 'kubectl' };
const byArgoCd = { target: 'argocd', manager: 'argocd-controller' };
const byFlux = { target: 'flux', manager: 'kustomize-controller' };
const appliers = [byKubectl, byArgoCd, byFlux];

const outside: readonly Case[] = ['daytona-region', 'daytona', 'peerpods'].flatMap((fixture) =>
  (['3.17', '4.2'] as const).flatMap((helm) => appliers.map((applier) => ({ fixture, helm, ...applier }))),
);
/** Many objects, so each version of Helm is tested only once. */
const complete: readonly Case[] = [
  { fixture: 'daytona-built-in', helm: '3.17', ...byKubectl },
  { fixture: 'daytona-built-in', helm: '4.2', ...byArgoCd },
  { fixture: 'peerpods-complete', helm: '3.17', ...byKubectl },
  { fixture: 'peerpods-complete', helm: '4.2', ...byFlux },
];

/** The StatefulSets of the built-in services have other claim templates. Their claims are kept. */
const RECREATED: Readonly<Record<string, readonly string[]>> = {
  'daytona-built-in': ['web-harbor-database', 'web-harbor-redis', 'web-postgresql', 'web-redis-master'],
};

test.each([...outside, ...complete])(
  '$fixture, installed by Helm $helm, then applied by $manager',
  async ({ fixture, helm, target, manager }) => {
    await inNamespace(`adopt-${fixture}-${helm.replace('.', '-')}-${target}`);
    const installation = await install(cluster, helm, fixture, 'web', namespace, '--no-hooks');
    const now = `${installation.folder}/now.yaml`;
    const plan = await planOf(installation, '--target', target);
    const file = await rendered(installation, plan);
    const before = await live(cluster, now, namespace);
    expect(before.flatMap(({ metadata }) => metadata.managedFields).some(isOfHelm)).toBe(true);

    const dry = await takeover(cluster, plan, '--dry-run');
    expect(dry).toMatchObject({
      code: 0,
      text: expect.stringContaining(`${before.length} objects would be taken over`),
    });
    expect((await live(cluster, now, namespace)).flatMap(({ metadata }) => metadata.managedFields).some(isOfHelm)).toBe(
      true,
    );
    const taken = await takeover(cluster, plan);
    expect(taken).toMatchObject({ code: 0, text: expect.stringContaining(`belong to ${manager} now`) });
    expect(leftOfHelm(await live(cluster, now, namespace)).filter((line) => /entry|meta\.helm\.sh/.test(line))).toEqual(
      [],
    );

    const recreated = deletionsOf(plan, 'Steps').map(([, kind = '', name = '']) => `${kind.split('.')[0]}/${name}`);
    expect(recreated).toEqual((RECREATED[fixture] ?? []).map((name) => `StatefulSet/${name}`));
    for (const command of deletionsOf(plan, 'Steps')) await cluster.ok(command);
    const claims = await cluster.ok(['get', 'pvc', '-n', namespace, '-o', 'name']);

    const flags = ['--server-side', '--force-conflicts', `--field-manager=${manager}`, '--validate=strict'];
    const verdicts = await applyAll(cluster, documentsOf(file) as Manifest[], flags);
    expect(verdicts.flatMap(({ rejection }) => rejection ?? [])).toEqual([]);

    const after = await live(cluster, now, namespace);
    expect(
      [...uids(before)]
        .filter(([id, uid]) => uids(after).get(id) !== uid)
        .map(([id]) => id)
        .sort(),
    ).toEqual(recreated);
    expect((await cluster.ok(['get', 'pvc', '-n', namespace, '-o', 'name'])).split('\n')).toEqual(
      expect.arrayContaining(claims.split('\n')),
    );
    const secrets = secretsOf(after);
    for (const [place, text] of secretsOf(before)) {
      if (secrets.has(place)) expect([place, secrets.get(place)]).toEqual([place, text]);
      // Nothing reads it anymore.
      else
        expect(textOf(plan, 'report.md')).toContain(
          `\`${place.split(': ')[1]}\` of \`Secret ${place.split(': ')[0]}\``,
        );
    }
    const isRendered = renderedIn(file);
    expect(leftOfHelm(after.filter(isRendered))).toEqual([]);
    // Objects that are no longer rendered keep Helm's labels until they are deleted, as the report says.
    expect(after.flatMap(({ metadata }) => metadata.managedFields).filter(isOfHelm)).toEqual([]);
    for (const { metadata } of after.filter((object) => !isRendered(object))) {
      expect(sectionOf(plan, 'Left over')).toContain(metadata.name);
    }
    expect(strayFields(after, file)).toEqual([]);
    expect(await takeover(cluster, plan)).toMatchObject({ code: 0 });

    for (const command of deletionsOf(plan, 'Left over')) await cluster.ok(command);
    expect(await takeover(cluster, plan)).toMatchObject({ code: 0 });
    expect(await takeover(cluster, plan, '--delete-release-record')).toMatchObject({ code: 0 });
    expect(installation.helm.run('list', '-q', '-n', namespace)).toBe('');
  },
);

const APPLY = ['--server-side', '--force-conflicts'];

test('a release to which the new manifests were applied too early can still be taken over', async () => {
  await inNamespace('adopt-late');
  const installation = await install(cluster, '3.17', 'daytona-region', 'web', namespace, '--no-hooks');
  const plan = await planOf(installation);
  const file = await rendered(installation, plan);
  await cluster.ok(['apply', ...APPLY, '-f', file]);
  expect(strayFields(await live(cluster, `${installation.folder}/now.yaml`, namespace), file)).not.toEqual([]);

  expect(await takeover(cluster, plan)).toMatchObject({ code: 0 });
  await cluster.ok(['apply', ...APPLY, '-f', file]);
  const after = await live(cluster, `${installation.folder}/now.yaml`, namespace);
  expect(leftOfHelm(after)).toEqual([]);
  expect(strayFields(after, file)).toEqual([]);
});

test.each(['3.17', '4.2'] as const)('Helm %s gets a release back, and upgrades it', async (version) => {
  await inNamespace(`adopt-back-${version.replace('.', '-')}`);
  const installation = await install(cluster, version, 'daytona-region', 'web', namespace, '--no-hooks');
  const plan = await planOf(installation);
  const file = await rendered(installation, plan);
  const now = `${installation.folder}/now.yaml`;
  const before = await live(cluster, now, namespace);
  expect(await takeover(cluster, plan)).toMatchObject({ code: 0 });
  await cluster.ok(['apply', ...APPLY, '-f', file]);

  expect(await takeover(cluster, plan, '--rollback', now)).toMatchObject({ code: 0 });
  const back = await live(cluster, now, namespace);
  const specs = (objects: typeof back) => objects.map(({ kind, metadata, spec }) => [kind, metadata.name, spec]);
  expect(specs(back)).toEqual(specs(before));
  expect(uids(back)).toEqual(uids(before));
  const { helm, chart } = installation;
  const flags = ['--reuse-values', '--set', 'services.proxy.replicaCount=3', '--no-hooks'];
  helm.run('upgrade', 'web', chartFolder(chart), '-n', namespace, ...flags);
  const proxy = ['get', 'deployment', 'web-daytona-region-proxy', '-n', namespace, '-o', 'jsonpath={.spec.replicas}'];
  expect(await cluster.ok(proxy)).toBe('3');
});

test('any deviation from the plan stops the script before it changes anything', async () => {
  await inNamespace('adopt-strange');
  const installation = await install(cluster, '3.17', 'daytona-region', 'web', namespace, '--no-hooks');
  const plan = await planOf(installation);
  const now = `${installation.folder}/now.yaml`;
  await cluster.ok(['delete', 'ingress', 'web-daytona-region-proxy', '-n', namespace]);
  const service = ['service', 'web-daytona-region-proxy', '-n', namespace];
  await cluster.ok(['annotate', ...service, '--overwrite', 'meta.helm.sh/release-name=other']);
  const { code, text } = await takeover(cluster, plan);
  expect(code).toBe(1);
  expect(text).toContain(`Ingress ${namespace}/web-daytona-region-proxy: does not exist`);
  expect(text).toContain(`Service ${namespace}/web-daytona-region-proxy: belongs to Helm release other`);
  const owners = (await live(cluster, now, namespace)).map(({ metadata }) => metadata.managedFields.some(isOfHelm));
  expect(owners).not.toContain(false);
});
