// Containers have what their program reads, and nothing else: each container against the contract of its program.

import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import { registry } from '../../charts/registry';
import { atVersion } from '../../lib/render/at-version';
import { Inventory } from '../../lib/render/checks/inventory';
import { renderRelease } from '../../lib/render/render';
import { readLayer } from '../../lib/values/file/load';
import { programLayer, resolve } from '../../lib/values/resolve';
import { cases } from '../support/charts';
import { problemsOf } from '../support/problems';
import { conflicts } from './conflicts';
import { contracts } from './contract';
import { permissionConflicts } from './permissions';

/** They run scripts of this repository, whose tests cover what they need. */
const SCRIPTS = /daytonaio\/kubectl|library\/busybox|^busybox|\/httpd:/;
/** Scripts of this repository in third-party images. */
const SCRIPT_CONTAINERS =
  /^(wait-for-|docker-installer |daytona-binary-installer |egress-enforcer |sandbox-cpu-reconciler |preflight |egress-guard |extract-packages |prepare |dump |upload |retention |data-permissions-ensurer )/;
/** Charts in which every container has a contract. */
const COVERED = ['daytona', 'daytona-region', 'dozlab-session', 'peerpods', 'runner-manager'];

/** Values that start programs which the other cases do not enable. */
const more = registry.flatMap(({ name: chart, load }) => {
  const folder = join(__dirname, chart);
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.values.yaml')) : [];
  return files.map((file) => {
    const path = join(folder, file);
    return { chart, name: basename(file, '.values.yaml'), system: load(), values: readLayer(path, path).apply({}) };
  });
});

const rendered = [...cases, ...more].flatMap(({ chart, name, system, values }) =>
  (registry.find((entry) => entry.name === chart)?.versions ?? []).flatMap((set, _index, sets) => {
    const chosen = atVersion(system, set);
    // A version may reject values that another one accepts.
    if (set !== sets[0] && problemsOf(chosen, values).length > 0) return [];
    const request = resolve(chosen.schema, chosen.rules, [programLayer(values)]);
    const release = renderRelease(chosen, {
      name: chart,
      namespace: chosen.defaultNamespace,
      values: request.values,
    });
    const inventory = new Inventory(release.objects, release.externals);
    return [{ chart, title: `${chart} ${set.name}, ${name}`, values, inventory, externals: release.externals }];
  }),
);

const contractOf = (chart: string, { name, image = '' }: IContainer) =>
  contracts.filter(
    (contract) =>
      [contract.chart, ...(contract.also ?? [])].includes(chart) &&
      new RegExp(contract.image).test(image) &&
      (contract.container ?? name) === name,
  );

describe.each(rendered)('$title', ({ chart, values, inventory, externals }) => {
  const containers = inventory.containers.map(({ pod, container }) => ({ pod, container }));
  const known = containers.flatMap(({ pod, container }) => {
    const [contract] = contractOf(chart, container);
    return contract ? [{ title: `${container.name} ${contract.file}`, pod, container, contract }] : [];
  });

  test('each container has one contract', () => {
    const open = containers
      .filter(({ container }) => contractOf(chart, container).length !== 1)
      .map(({ container }) => `${container.name} ${container.image}`)
      .filter((line) => !SCRIPTS.test(line.replace(/^\S+ /, '')) && !SCRIPT_CONTAINERS.test(line));
    if (COVERED.includes(chart)) expect(open).toEqual([]);
  });

  for (const { title, pod, container, contract } of known) {
    test(`${title}: variables, ports, probes, user and folders`, () => {
      const pods = pod.spec as IPodSpec;
      expect(
        conflicts(contract, { container, pod: pods, namespace: pod.namespace, values, inventory, externals }),
      ).toEqual([]);
    });
  }

  for (const pod of inventory.pods) {
    const ofPod = known.filter((one) => one.pod === pod).map(({ contract }) => contract);
    if (ofPod.length === 0) continue;
    test(`${pod.object.kind} ${pod.object.metadata.name}: permissions`, () => {
      expect(permissionConflicts(ofPod, pod, inventory)).toEqual([]);
    });
  }
});

test.each(contracts.map((contract) => [`${contract.chart}/${contract.file}`, contract] as const))(
  '%s: something runs it, and each section has a source or is a guess',
  (_name, contract) => {
    const runs = rendered.some(({ chart, inventory }) =>
      inventory.containers.some(({ container }) => contractOf(chart, container).includes(contract)),
    );
    expect(runs).toBe(true);
    for (const [name, part] of Object.entries(contract)) {
      if (typeof part === 'object' && !Array.isArray(part))
        expect([name, Number('source' in part) + Number('guess' in part)]).toEqual([name, 1]);
    }
  },
);
