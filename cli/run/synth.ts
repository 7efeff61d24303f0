// `synth`: plans the releases, renders all of them, and only then writes.

import { resolve } from 'node:path';
import { isInShard } from '../../lib/releases/shard';
import type { ChartEntry, Registry } from '../../lib/render/registry';
import { readPipes, sizeOf } from '../../lib/values/file/input';
import type { SynthFlags } from '../flags/flags';
import { UsageError } from '../flags/usage';
import type { Io } from '../io';
import { Deliveries, isBelow } from '../plan/delivering';
import { RunSettings } from '../plan/pipeline-settings';
import { demandPath, type Plan } from '../plan/plan';
import { OUTPUT, plansOf } from '../plan/selection';
import { pauser } from '../print/progress';
import { expectedWork, expectWork } from '../process/heap';
import { sopsOf } from './output/encrypting';
import { Owners } from './output/owners';
import { folderOf, toStdout } from './output/sink';
import { render } from './render-plans';
import { warnOfTables } from './secrets/table-guard';

export async function synth(
  io: Io,
  tool: string,
  registry: Registry,
  chart: ChartEntry | undefined,
  flags: SynthFlags,
): Promise<void> {
  const { config, output = OUTPUT, layout = 'release', stdout = false, validate = false, shard } = flags;
  demandPath('--output', output);
  if (config !== undefined) demandPath('--config', config);
  const all = await plansOf(io, registry, chart, flags);
  const plans = all.filter(({ name }) => shard === undefined || isInShard(name, shard));
  readAhead(io, plans, flags);
  await warnOfTables(io, plans);
  const named = chart === undefined;
  const settings = new RunSettings(io, tool, flags, {
    ofFile: named,
    ...(stdout ? {} : { requirements: 'file' }),
  });
  const deliveries = new Deliveries(io, all, flags);
  const places = flags.ociLayout === undefined ? new Map() : artifactPlaces(io, plans, flags, deliveries);
  const owners = new Owners();
  const folders =
    shard === undefined ? [] : all.map((plan) => (flags.output === undefined ? plan.output : output) ?? OUTPUT);
  const written = () => {
    // Loaded here because writing needs much that printing does not.
    const { folderOptions, toFolder } = require('./output/folder-sink') as typeof import('./output/folder-sink');
    return toFolder(io, tool, output, layout, { ...folderOptions(chart, flags), deliveries, owners, folders });
  };
  const sink = stdout ? toStdout(io) : written();
  const place = stdout ? {} : { folderOf: folderOf(io, output, flags.output !== undefined) };
  // A signal may end the program while it prints, but not while it writes files.
  const holdSignals = (!stdout && io.holdSignals) || immediately;
  await holdSignals((signal?: AbortSignal) => {
    const pause = pauser(io, () => plans.length, signal);
    const encryptorOf = sopsOf(io, output);
    return render(io, plans, sink, { validate, named, settings, pause, signal, owners, encryptorOf, ...place });
  });
  if (flags.ociLayout === undefined) return;
  const { writeArtifact } = require('./output/artifact') as typeof import('./output/artifact');
  writeArtifact(io, flags.ociLayout, places, config);
}

const immediately = <T>(work: () => Promise<T>): Promise<T> => work();

/** Number of bytes from which inputs take so long that V8 should compile what reads them. */
const LARGE_INPUT = 2 ** 16;

/** Reads all inputs that may block, while a signal still ends the program immediately. */
function readAhead(io: Io, plans: readonly Plan[], flags: SynthFlags): void {
  const { config, certificate = '', imageLock, values = [] } = flags;
  // The rows of a table have the same lists of inputs.
  const inputs = [...new Set(plans.map((plan) => plan.inputs))].flat();
  const files = new Set([...inputs, ...plans.flatMap((plan) => imageLock ?? plan.imageLock ?? []), certificate]);
  const paths = [...files].map((file) => resolve(io.cwd, file));
  readPipes(paths);
  const bytes = paths.reduce((sum, path) => sum + sizeOf(path), 0);
  const isLarge = bytes > LARGE_INPUT || values.includes('-');
  if (isLarge && expectedWork() === 'little') expectWork('any');
  if (config === undefined && plans.length === 1) plans[0]?.layers();
}

/** By output folder: its path in the artifact. Throws for an artifact inside an output folder. */
function artifactPlaces(
  io: Io,
  plans: readonly Plan[],
  { output, ociLayout = '' }: SynthFlags,
  deliveries: Deliveries,
): Map<string, string> {
  demandPath('--oci-layout', ociLayout);
  const places = new Map(
    plans.map((plan) => {
      const folder = output ?? plan.output ?? OUTPUT;
      return [folder, deliveries.pathOf(plan, folder)] as const;
    }),
  );
  for (const folder of places.keys()) demandApart(io, ociLayout, folder);
  return places;
}

function demandApart(io: Io, artifact: string, output: string): void {
  const [one, other] = [resolve(io.cwd, artifact), resolve(io.cwd, output)];
  if (!isBelow(one, other) && !isBelow(other, one)) return;
  throw new UsageError(
    `--oci-layout ${artifact} and the output folder ${output} must be separate: neither may contain the other`,
  );
}
