// `requirements`: renders like synth, and prints what the releases need instead of writing them.

import type { ChartEntry, Registry } from '../../lib/render/registry';
import { requirementsYaml, withoutEmptySections } from '../../lib/requirements/file';
import type { Requirements } from '../../lib/requirements/requirements';
import { requirementsText } from '../../lib/requirements/text';
import type { RequirementsFlags } from '../flags/requirements-flags';
import { type Io, quiet } from '../io';
import { RunSettings } from '../plan/pipeline-settings';
import { OUTPUT, plansOf } from '../plan/selection';
import { COMPARE } from './encrypting';
import { render } from './render-plans';
import { folderOf, type Sink } from './sink';

export async function printRequirements(
  io: Io,
  tool: string,
  registry: Registry,
  chart: ChartEntry | undefined,
  { format = 'text', ...flags }: RequirementsFlags,
): Promise<void> {
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
  io.out(WRITERS[format](found));
}

const WRITERS: Readonly<Record<NonNullable<RequirementsFlags['format']>, (found: readonly Requirements[]) => string>> =
  {
    text: requirementsText,
    yaml: (found) => found.map(requirementsYaml).join('---\n'),
    json: (found) => `${JSON.stringify(found.map(withoutEmptySections), undefined, 2)}\n`,
  };
