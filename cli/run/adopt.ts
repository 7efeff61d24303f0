// What `adopt` does: read the running objects, plan, and write the plan to a folder.

import { join, resolve } from 'node:path';
import { makeRoot } from '../../lib/output/tree/root';
import type { ChartEntry } from '../../lib/render/registry';
import { shellCommand } from '../../lib/render/shell';
import type { System } from '../../lib/render/system';
import { changesOf } from '../../lib/review/adopt/changes';
import { deletionCommand } from '../../lib/review/adopt/kubectl-words';
import { nextSteps } from '../../lib/review/adopt/next-steps';
import { type Plan, plan } from '../../lib/review/adopt/plan';
import { adoptionReport } from '../../lib/review/adopt/report';
import { takeoverScript } from '../../lib/review/adopt/takeover';
import { valuesText } from '../../lib/review/adopt/values-file';
import { manifestsOfText } from '../../lib/review/diff/documents';
import { readText } from '../../lib/values/file/input';
import { loadLayer, readLayer } from '../../lib/values/file/load';
import { type Layer, originOf, type Tree, treeLayer } from '../../lib/values/layer';
import { collect, formatProblem, InputError } from '../../lib/values/problem';
import { demandIgnoredByGit } from '../files/git-guard';
import type { AdoptFlags } from '../flags/adopt-flags';
import { atAppVersion } from '../flags/chart-argument';
import type { Io } from '../io';
import { demandPath, demandRelease } from '../plan/plan';
import { note, warn } from '../print/report';
import { credentialsFor } from './generate';

const VALUES = 'values.yaml';
const SECRETS = 'secrets.values.yaml';
const SCRIPT = 'takeover.sh';
const REPORT = 'report.md';

export async function adopt(io: Io, named: ChartEntry, flags: AdoptFlags): Promise<void> {
  const { name, namespace, target = 'kubectl', output } = flags;
  demandRelease(name, namespace);
  for (const [flag, path] of [
    ['--manifest', flags.manifest],
    ['--output', output],
  ] as const)
    demandPath(flag, path);
  const chart = atAppVersion(named, flags.appVersion);
  const system = chart.load();
  const { all, own } = readValues(io, flags);
  const layers = [...all, ...own];
  const given = layers.reduce<Tree>((below, layer) => layer.apply(below), {});
  const manifest = manifestsOfText(flags.manifest, readText(flags.manifest, resolve(io.cwd, flags.manifest)));
  const made = located(layers, () =>
    plan(system, { name, namespace, target, manifest, values: given, create: (values) => created(system, values) }),
  );
  const hasSecrets = Object.keys(made.secrets).length > 0;
  const folder = resolve(io.cwd, output);
  if (hasSecrets) await demandIgnoredByGit(io, folder, SECRETS);
  const changes = changesOf(made);
  const synth = shellCommand([
    ...['sandbox-charts', 'synth', chart.name, '--name', name, '-n', namespace],
    ...(flags.appVersion === undefined ? [] : ['--app-version', flags.appVersion]),
    ...(target === 'kubectl' ? [] : ['--target', target]),
    ...['-f', join(output, VALUES), ...(hasSecrets ? ['-f', join(output, SECRETS)] : [])],
  ]);
  const installer = system.adoption?.().installer ?? 'helm';
  const steps = nextSteps({
    installer,
    target,
    release: name,
    namespace,
    synth,
    script: join(output, SCRIPT),
    manifest: flags.manifest,
    preparations: made.preparations,
    deletions: changes.deleted.map(deletionCommand),
  });
  const remarks = remarksOf(system, made);
  const what = installer === 'helm' ? `the Helm release ${name}` : name;
  const header = `Values of ${what} for ${chart.name}: only what differs from the defaults.`;
  const files: File[] = [
    { name: VALUES, text: valuesText(header, made.values, remarks), mode: 0o644 },
    {
      name: SCRIPT,
      text: takeoverScript({
        installer,
        release: name,
        namespace,
        target,
        objects: made.installed,
        rendered: made.rendered.objects,
        changes,
        next: steps.after,
      }),
      mode: 0o755,
    },
    {
      name: REPORT,
      text: adoptionReport(made, {
        what,
        namespace,
        chart: chart.name,
        manifest,
        changes,
        isGiven: (path) => own.some((layer) => layer.locate(path) !== undefined),
        steps: steps.all,
      }),
      mode: 0o644,
    },
    ...(hasSecrets
      ? [
          {
            name: SECRETS,
            text: valuesText(`Credentials of ${what}. Keep this file, and do not commit it.`, made.secrets, remarks),
            mode: 0o600,
          },
        ]
      : []),
  ];
  write(io, folder, output, files);
  for (const warning of made.warnings) warn(io, formatProblem(warning));
  note(
    io,
    `wrote ${files
      .map((file) => join(output, file.name))
      .sort()
      .join(', ')}`,
  );
  note(io, `read ${join(output, REPORT)} first`);
}

interface Layers {
  /** The values that Helm computed. */
  readonly all: readonly Layer[];
  /** The values that the user set. */
  readonly own: readonly Layer[];
}

function readValues(io: Io, { valuesAll, values = [] }: AdoptFlags): Layers {
  if (valuesAll !== undefined) demandPath('--values-all', valuesAll);
  for (const file of values) demandPath('--values', file);
  const files = [...(valuesAll === undefined ? [] : [valuesAll]), ...values];
  const layers = collect(files.map((file) => () => readLayer(file, resolve(io.cwd, file))));
  const count = layers.length - values.length;
  return { all: layers.slice(0, count), own: layers.slice(count) };
}

/** Problems with the location of the value that they are about. */
function located<T>(layers: readonly Layer[], work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(
      error.problems.map((problem) => ({ ...problem, origin: problem.origin ?? originOf(layers, problem.path) })),
    );
  }
}

/** Credentials that the release needs and that are missing. */
function created(system: System, values: Tree): Tree {
  const { text } = credentialsFor(system, [treeLayer(values, () => undefined)]);
  return text === '' ? {} : loadLayer({ source: SECRETS, text }).apply({});
}

function remarksOf({ adoption }: System, { published }: Plan): ReadonlyMap<string, string> {
  return new Map([
    ...Object.entries(adoption?.().remarks ?? {}),
    ...(published.length > 0
      ? ([
          [
            'keepPublishedCredentials',
            'Publicly known defaults that run now. Replace each, and remove it here: docs/adopting.md',
          ],
        ] as const)
      : []),
  ]);
}

interface File {
  readonly name: string;
  readonly text: string;
  readonly mode: number;
}

/** All of them, or none: an existing plan is never mixed with a new one. */
function write(io: Io, folder: string, output: string, files: readonly File[]): void {
  const { root } = makeRoot({ folder, bases: [io.cwd] });
  try {
    const present = [VALUES, SECRETS, SCRIPT, REPORT].filter((name) => root.stats(name) !== undefined);
    if (present.length > 0) {
      throw new InputError(
        present.map((name) => ({
          path: [],
          message: 'already exists: choose a new folder',
          origin: { source: join(output, name) },
        })),
      );
    }
    for (const { name, text, mode } of files) root.create(name, text, mode);
  } finally {
    root.close();
  }
}
