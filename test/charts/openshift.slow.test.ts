// docs/openshift.md: its values render, its table names the SCC that each ServiceAccount needs, and its Routes lead to Services.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { registry } from '../../charts/registry';
import type { Manifest } from '../../lib/k8s/object/manifest';
import { at, Inventory } from '../../lib/render/checks/inventory';
import { run } from '../cli/support/run';
import { openshiftFiles, PAGE } from '../support/openshift';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'openshift-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const ROOT = join(__dirname, '..', '..');

type Scc = 'nonroot-v2' | 'anyuid' | 'privileged';

/** The least SCC that admits the pods of each ServiceAccount, by namespace and name. */
function needed(objects: readonly Manifest[]): Map<string, Scc> {
  const found = new Map<string, Scc>();
  const rank: readonly Scc[] = ['nonroot-v2', 'anyuid', 'privileged'];
  for (const { spec, namespace } of new Inventory(objects, []).pods) {
    const name = `${namespace}/${spec.serviceAccountName ?? 'default'}`;
    let scc: Scc = 'nonroot-v2';
    if (spec.hostNetwork || spec.hostPID || spec.volumes?.some(({ hostPath }) => hostPath)) scc = 'privileged';
    for (const { securityContext } of [...(spec.initContainers ?? []), ...(spec.containers ?? [])]) {
      const merged = { ...spec.securityContext, ...securityContext };
      const adds = (securityContext?.capabilities?.add ?? []).length > 0;
      if (securityContext?.privileged || adds) scc = 'privileged';
      else if (!merged.runAsNonRoot && !merged.runAsUser && scc === 'nonroot-v2') scc = 'anyuid';
    }
    const known = found.get(name);
    if (known === undefined || rank.indexOf(scc) > rank.indexOf(known)) found.set(name, scc);
  }
  return found;
}

/** The rows of the table: the SCC of each ServiceAccount of a chart, and of all others. */
function table(): Map<string, string> {
  const rows = [...PAGE.matchAll(/^\| `([a-z-]+)` \| (.*?) \| `([a-z0-9-]+)` \|/gm)];
  return new Map(
    rows.flatMap(([, chart, accounts = '', scc = '']) =>
      /^all/.test(accounts)
        ? [[`${chart} *`, scc] as const]
        : accounts.split(', ').map((account) => [`${chart} ${account.replaceAll('`', '')}`, scc] as const),
    ),
  );
}

test('the table has the least SCC for every ServiceAccount of the examples, and no others', async () => {
  const rows = table();
  const used = new Set<string>();
  for (const { name: chart } of registry) {
    const file = join(ROOT, 'dist', `${chart}.k8s.yaml`);
    const objects = parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS() as Manifest);
    for (const [account, scc] of needed(objects)) {
      const own = `${chart} ${account.split('/')[1]}`;
      const key = rows.has(own) ? own : `${chart} *`;
      used.add(key);
      expect([account, rows.get(key)]).toEqual([account, scc]);
    }
  }
  expect([...rows.keys()].filter((key) => !used.has(key))).toEqual([]);
});

describe('the example', () => {
  let objects: readonly Manifest[];
  beforeEach(async () => {
    for (const [name, text] of openshiftFiles()) writeFileSync(join(folder, name), text);
    const { code, out, err } = await run({ registry, version: '0.0.0' }, ['synth', '--stdout'], { cwd: folder });
    expect([code, err]).toEqual([0, expect.not.stringContaining('problem')]);
    objects = parseAllDocuments(out).map((document) => document.toJS() as Manifest);
  });

  test('binds the SCC that each ServiceAccount needs', () => {
    const bindings = objects.filter(({ kind, metadata }) => kind === 'RoleBinding' && metadata.name.startsWith('scc-'));
    const sccs = (account: string): string[] => {
      const [namespace, name] = account.split('/');
      return bindings
        .filter((binding) => binding.metadata.namespace === namespace)
        .filter((binding) =>
          (binding as unknown as { subjects: { kind: string; name: string }[] }).subjects.some((subject) =>
            subject.kind === 'Group' ? subject.name === `system:serviceaccounts:${namespace}` : subject.name === name,
          ),
        )
        .map((binding) => String(at(binding, 'roleRef.name')).replace('system:openshift:scc:', ''));
    };
    for (const [account, scc] of needed(objects))
      expect([account, sccs(account)]).toEqual([account, expect.arrayContaining([scc])]);
  });

  test('every Route leads to a port of a Service, and no Ingress is left', () => {
    const routes = objects.filter(({ kind }) => kind === 'Route');
    expect(routes).toHaveLength(12);
    expect(objects.filter(({ kind }) => kind === 'Ingress')).toEqual([]);
    for (const route of routes) {
      const service = objects.find(
        ({ kind, metadata }) =>
          kind === 'Service' &&
          metadata.name === at(route, 'spec.to.name') &&
          metadata.namespace === route.metadata.namespace,
      );
      const ports = (service && (at(service, 'spec.ports') as { name: string }[])) ?? [];
      expect(ports.map(({ name }) => name)).toContain(at(route, 'spec.port.targetPort'));
    }
    const keys = routes.map((route) => `${at(route, 'spec.host')}${at(route, 'spec.path') ?? ''}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
