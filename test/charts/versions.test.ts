// The versions that each chart offers.

import { KindGuard, type TSchema } from '@sinclair/typebox';
import { registry } from '../../charts/registry';
import type { TagTree } from '../../lib/k8s/version-tags';
import { atVersion } from '../../lib/render/at-version';
import type { System } from '../../lib/render/system';

const charts = registry.map((entry) => [entry.name, entry] as const);
const sets = registry.flatMap(({ name, versions = [], load }) =>
  versions.map((set) => [`${name} ${set.name}`, load(), set] as const),
);

/** Tags and complete images among the values, with their defaults. */
function tagsOf(schema: TSchema, path: readonly string[] = []): Map<string, unknown> {
  const found = new Map<string, unknown>();
  if (!KindGuard.IsObject(schema)) return found;
  for (const [key, property] of Object.entries(schema.properties)) {
    const at = [...path, key];
    const isTag = key === 'tag' && property.pattern !== undefined;
    const isImage = /(^i|I)mage$/.test(key) && typeof property.default === 'string' && property.default.includes(':');
    if (isTag || isImage) found.set(at.join('.'), property.default);
    for (const [inner, value] of tagsOf(property, at)) found.set(inner, value);
  }
  return found;
}

function leaves(tree: TagTree, path: readonly string[] = []): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[[...path, key].join('.'), value]] : leaves(value, [...path, key]),
  );
}

/** Their tag depends on the flavor, which is derived from the repository; or is that of another image. */
const OPEN = ['services.snapshotManager.image.tag', 'services.runnerReaper.image.tag'];
/** They are not in a public registry: users build them. */
const UNPUBLISHED = ['initContainers.rootfs.tag', 'firecracker.tag', 'terminal.tag'];

test.each(charts)('%s offers versions, each with its own name and source', (_name, { versions = [] }) => {
  expect(versions.length).toBeGreaterThan(0);
  expect(new Set(versions.map(({ name }) => name)).size).toBe(versions.length);
  for (const { name, version, source } of versions) {
    expect(name).toMatch(/^[a-z0-9][-a-z0-9.]*$/);
    expect(version).not.toBe('');
    expect(source).toMatch(/\d/);
  }
});

test.each(charts)('%s: the default version pins every image', (_name, entry) => {
  const { schema } = entry.load();
  const pinned = new Map(leaves(entry.versions?.[0].tags ?? {}));
  for (const [path, value] of tagsOf(schema)) {
    if (OPEN.includes(path)) continue;
    expect([path, value]).toEqual([path, pinned.get(path)]);
  }
});

test.each(sets)('%s: no tag is a moving tag', (_name, system, set) => {
  const moving = [...tagsOf(atVersion(system as System, set).schema)]
    .filter(([, value]) => /(^|:)(latest|main|master|dev|edge|nightly)$/.test(String(value)))
    .map(([path]) => path);
  expect(moving.filter((path) => !UNPUBLISHED.includes(path))).toEqual([]);
});

test.each(sets)('%s: its tags are the defaults', (_name, system, set) => {
  const tags = tagsOf(atVersion(system as System, set).schema);
  for (const [path, value] of leaves(set.tags)) expect([path, tags.get(path)]).toEqual([path, value]);
});
