// The rules of the architecture: no upward or circular imports, and only a few modules use the process or the disk.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { registry } from '../charts/registry';

const ROOT = join(__dirname, '..');

const sources = new Map(
  ['lib', 'charts', 'cli', 'imports'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [relative(ROOT, file), readFileSync(file, 'utf8')] as const),
  ),
);

interface Import {
  readonly from: string;
  /** A module of this project, or the name of a package. */
  readonly to: string;
  readonly typeOnly: boolean;
}

const STATEMENT = /(import|export)( type)? [^;]*?from '([^']+)'|import '([^']+)'|require\('([^']+)'\)/g;

const imports: readonly Import[] = [...sources].flatMap(([from, text]) =>
  [...text.matchAll(STATEMENT)].map(([, , type, ...modules]) => {
    const to = modules.find((module) => module !== undefined) ?? '';
    return { from, to: to.startsWith('.') ? resolve(from, to) : to, typeOnly: type !== undefined };
  }),
);

function resolve(from: string, to: string): string {
  const path = normalize(join(dirname(from), to));
  return [`${path}.ts`, join(path, 'index.ts')].find((file) => sources.has(file)) ?? path;
}

const chartOf = (file: string): string | undefined => /^charts\/([^/]+)\//.exec(file)?.[1];

/** The layers from the bottom up. A module imports only from its own layer and from lower ones. */
const LAYERS: readonly string[] = [
  'imports',
  'lib/names',
  'lib/values',
  'lib/k8s',
  'lib/yaml',
  'lib/patches',
  'lib/render',
  'lib/images',
  'lib/secrets',
  'lib/delivery',
  'lib/stamp',
  'lib/requirements',
  'lib/pipeline',
  'lib/review',
  'lib/releases',
  'lib/output',
  'charts',
  'cli',
];

/** Rules for single Kubernetes types. Values schemas refer to them by name. */
const BY_NAME = [
  'lib/values/schema/block.ts imports lib/k8s/object/known-fields.ts',
  'lib/values/schema/block.ts imports lib/k8s/api-rules/index.ts',
];

const layer = (file: string): number => LAYERS.findIndex((folder) => file.startsWith(`${folder}/`));

const edge = ({ from, to }: Import) => `${from} imports ${to}`;
const internal = imports.filter(({ to }) => sources.has(to));

test('there are modules to check', () => {
  expect(internal.length).toBeGreaterThan(100);
});

test('every module is in a layer, and imports from none above it, type imports included', () => {
  expect([...sources.keys()].filter((file) => layer(file) < 0)).toEqual([]);
  const upward = internal.filter(({ from, to }) => layer(to) > layer(from)).map(edge);
  expect([...new Set(upward)].sort()).toEqual([...BY_NAME].sort());
});

test('no chart imports another one, except that daytona and daytona-region use runner-manager', () => {
  const foreign = internal.filter(({ from, to }) => {
    const [own, other] = [chartOf(from), chartOf(to)];
    return (
      own !== undefined &&
      other !== undefined &&
      own !== other &&
      !(['daytona', 'daytona-region'].includes(own) && other === 'runner-manager')
    );
  });
  expect(foreign.map(edge)).toEqual([]);
});

test('there are no import cycles, type imports included', () => {
  const next = new Map<string, string[]>();
  for (const { from, to } of internal.filter((it) => !BY_NAME.includes(edge(it))))
    next.set(from, [...(next.get(from) ?? []), to]);
  const cycles: string[] = [];
  const done = new Set<string>();
  const walk = (file: string, trail: readonly string[]): void => {
    if (trail.includes(file)) cycles.push([...trail.slice(trail.indexOf(file)), file].join(' > '));
    if (trail.includes(file) || done.has(file)) return;
    for (const to of next.get(file) ?? []) walk(to, [...trail, file]);
    done.add(file);
  };
  for (const file of sources.keys()) walk(file, []);
  expect(cycles).toEqual([]);
});

test('only the command line uses the process, except for one variable of cdk8s', () => {
  const users = [...sources].filter(([file, text]) => !file.startsWith('cli/') && /\bprocess\./.test(text));
  expect(users.map(([file]) => file)).toEqual(['lib/k8s/object/api-object.ts']);
});

test('only these modules access the disk', () => {
  const allowed = [
    'cli/process/cache-folder.ts',
    // SOPS reads its rules only from a file.
    'cli/process/sops.ts',
    'cli/process/code-cache.ts',
    'cli/process/write-cache.ts',
    'cli/process/reused-memory.ts',
    'cli/files/text-files.ts',
    'cli/io.ts',
    'cli/process/output.ts',
    'cli/process/prepared.ts',
    'cli/process/watched-files.ts',
    'cli/plan/path-limits.ts',
    'cli/files/private-file.ts',
    'lib/values/file/input.ts',
    // The only module that opens, writes and deletes files in an output folder.
    'lib/output/tree/directory.ts',
    // Finds and creates the parent folders.
    'lib/output/tree/root.ts',
    'lib/output/tree/folders.ts',
    'lib/output/lock/process-identity.ts',
    'lib/k8s/script.ts',
    'lib/values/default-views.ts',
  ];
  const users = imports.filter(
    ({ from, to, typeOnly }) => /^(node:)?fs(\/|$)/.test(to) && !typeOnly && !allowed.includes(from),
  );
  expect(users.map(edge)).toEqual([]);
});

test('rendering uses no clock and no random numbers', () => {
  const offenders = [...sources].filter(
    ([file, text]) => /^(lib\/(?!output\/)|charts\/)/.test(file) && /Math\.random|Date\.now|new Date\(/.test(text),
  );
  expect(offenders.map(([file]) => file)).toEqual([]);
});

test('the registry lists every chart once', () => {
  const folders = new Set([...sources.keys()].map(chartOf).filter((chart) => chart !== undefined));
  expect(registry.map(({ name }) => name).sort()).toEqual([...folders].sort());
});

// The packs of the bundled program get values from each other by name, when a pack has loaded.
test('modules that are bundled export no variables that change, and import each other by name', () => {
  const LAUNCHERS = /^cli\/launch[^/]*\.ts$/;
  const found = [...sources].flatMap(([file, text]) => [
    ...(/^export let /m.test(text) ? [`${file}: export let`] : []),
    ...(/^import \* as \w+ from '\./m.test(text) && !LAUNCHERS.test(file) ? [`${file}: import *`] : []),
  ]);
  expect(found).toEqual([]);
});
