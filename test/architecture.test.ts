// The house keeps its rules: imports point one way and never in a circle; few modules touch the process or the disk.

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

/** The layers from the ground up; a module imports from its own or from a lower one. */
const LAYERS: readonly string[] = [
  'imports',
  'lib/names',
  'lib/values',
  'lib/k8s',
  'lib/yaml',
  'lib/patches',
  'lib/render',
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

/** Rules of single Kubernetes types, which a values schema asks for by their names. */
const BY_NAME = [
  'lib/values/schema/block.ts imports lib/k8s/object/known-fields.ts',
  'lib/values/schema/block.ts imports lib/k8s/block-rules/index.ts',
];

const layer = (file: string): number => LAYERS.findIndex((folder) => file.startsWith(`${folder}/`));

const told = ({ from, to }: Import) => `${from} imports ${to}`;
const internal = imports.filter(({ to }) => sources.has(to));

test('there is something to look at', () => {
  expect(internal.length).toBeGreaterThan(100);
});

test('every module is in a layer, and imports from none above it, types included', () => {
  expect([...sources.keys()].filter((file) => layer(file) < 0)).toEqual([]);
  const upward = internal.filter(({ from, to }) => layer(to) > layer(from)).map(told);
  expect([...new Set(upward)].sort()).toEqual([...BY_NAME].sort());
});

test('no chart imports another, but daytona, which composes runner-manager', () => {
  const strangers = internal.filter(({ from, to }) => {
    const [own, other] = [chartOf(from), chartOf(to)];
    return (
      own !== undefined && other !== undefined && own !== other && !(own === 'daytona' && other === 'runner-manager')
    );
  });
  expect(strangers.map(told)).toEqual([]);
});

test('nothing imports in a circle, types included', () => {
  const next = new Map<string, string[]>();
  for (const { from, to } of internal.filter((it) => !BY_NAME.includes(told(it))))
    next.set(from, [...(next.get(from) ?? []), to]);
  const circles: string[] = [];
  const done = new Set<string>();
  const walk = (file: string, trail: readonly string[]): void => {
    if (trail.includes(file)) circles.push([...trail.slice(trail.indexOf(file)), file].join(' > '));
    if (trail.includes(file) || done.has(file)) return;
    for (const to of next.get(file) ?? []) walk(to, [...trail, file]);
    done.add(file);
  };
  for (const file of sources.keys()) walk(file, []);
  expect(circles).toEqual([]);
});

test('only the command line uses the process, except for the variable of cdk8s', () => {
  const users = [...sources].filter(([file, text]) => !file.startsWith('cli/') && /\bprocess\./.test(text));
  expect(users.map(([file]) => file)).toEqual(['lib/k8s/object/api-object.ts']);
});

test('few modules touch the disk', () => {
  const allowed = [
    'cli/process/cache-folder.ts',
    // SOPS takes rules from a file only.
    'cli/process/sops.ts',
    'cli/process/code-cache.ts',
    'cli/files/text-files.ts',
    'cli/io.ts',
    'cli/process/output.ts',
    'cli/plan/path-limits.ts',
    'cli/files/private-file.ts',
    'lib/values/file/input.ts',
    // The only one that opens, writes and deletes files of an output folder.
    'lib/output/tree/directory.ts',
    // Finds and creates the folders above it.
    'lib/output/tree/root.ts',
    'lib/output/tree/folders.ts',
    'lib/output/lock/process-identity.ts',
    'lib/k8s/script.ts',
  ];
  const users = imports.filter(
    ({ from, to, typeOnly }) => /^(node:)?fs(\/|$)/.test(to) && !typeOnly && !allowed.includes(from),
  );
  expect(users.map(told)).toEqual([]);
});

test('no clock and no random number in what renders', () => {
  const sinners = [...sources].filter(
    ([file, text]) => /^(lib\/(?!output\/)|charts\/)/.test(file) && /Math\.random|Date\.now|new Date\(/.test(text),
  );
  expect(sinners.map(([file]) => file)).toEqual([]);
});

test('the registry lists every chart once', () => {
  const folders = new Set([...sources.keys()].map(chartOf).filter((chart) => chart !== undefined));
  expect(registry.map(({ name }) => name).sort()).toEqual([...folders].sort());
});
