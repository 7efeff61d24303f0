// `requirements`: renders like synth, and prints what the releases need instead of writing them.

import type { ChartEntry, Registry } from '../../lib/render/registry';
import { requirementsYaml, withoutEmptySections } from '../../lib/requirements/file';
import type { Requirements } from '../../lib/requirements/requirements';
import { requirementsText } from '../../lib/requirements/text';
import { mapOf } from '../../lib/yaml/yaml';
import type { RequirementsFlags } from '../flags/requirements-flags';
import { type Io, quiet } from '../io';
import { RunSettings } from '../plan/pipeline-settings';
import { OUTPUT, plansOf } from '../plan/selection';
import { Different } from '../print/report';
import { COMPARE } from './output/encrypting';
import { folderOf, type Sink } from './output/sink';
import { render } from './render-plans';

export async function printRequirements(
  io: Io,
  tool: string,
  registry: Registry,
  chart: ChartEntry | undefined,
  { format = 'text', against, ...flags }: RequirementsFlags,
): Promise<void> {
  if (against !== undefined) stateFile().demandStatePath(against, flags.values);
  const plans = await plansOf(io, registry, chart, flags);
  const found: Requirements[] = [];
  const sink: Sink = {
    earlier: () => [],
    take: ({ requirements }) => {
      if (requirements) found.push(requirements);
    },
    end: () => undefined,
    drop: () => undefined,
  };
  // Everything that must be done by hand is in the requirements.
  const unheard = quiet(io);
  const named = chart === undefined;
  await render(unheard, plans, sink, {
    encryptorOf: COMPARE,
    validate: false,
    named,
    settings: new RunSettings(unheard, tool, flags, { ofFile: named, requirements: 'all' }),
    folderOf: folderOf(io, OUTPUT, false),
  });
  if (against === undefined) io.out(WRITERS[format](found));
  else await compareWith(io, against, format, found);
}

// Loaded only to compare with a cluster.
const stateFile = () => require('../files/state-file') as typeof import('../files/state-file');

/** Prints what the cluster lacks. Throws `Different` if it lacks anything. */
async function compareWith(
  io: Io,
  against: string,
  format: NonNullable<RequirementsFlags['format']>,
  needs: readonly Requirements[],
): Promise<void> {
  const { preflight, preflightText } =
    require('../../lib/review/preflight') as typeof import('../../lib/review/preflight');
  const state = await stateFile().clusterStateIn(io, against);
  const all = needs.map((one) => preflight(one, state));
  if (format === 'text') io.out(preflightText(all));
  else if (format === 'json') io.out(`${JSON.stringify(all, undefined, 2)}\n`);
  else io.out(all.map(mapOf).join('---\n'));
  if (all.some(({ missing }) => missing.length > 0)) throw new Different();
}

const WRITERS: Readonly<Record<NonNullable<RequirementsFlags['format']>, (found: readonly Requirements[]) => string>> =
  {
    text: requirementsText,
    yaml: (found) => found.map(requirementsYaml).join('---\n'),
    json: (found) => `${JSON.stringify(found.map(withoutEmptySections), undefined, 2)}\n`,
  };
