// What `requirements` does: render as synth does, and print what the releases need instead of writing them.

import type { ChartEntry, Registry } from '../render/registry';
import { requirementsYaml, told } from '../render/requirements/file';
import { type Requirements, requirementsOf } from '../render/requirements/requirements';
import { requirementsText } from '../render/requirements/text';
import { finisher } from './finish';
import { type Io, quiet } from './io';
import { render } from './render-plans';
import type { RequirementsFlags } from './requirements-flags';
import { plansOf } from './selection';
import type { Sink } from './sink';

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
    take: (full, _output, keep, plan) => void found.push(requirementsOf(keep(full, () => [], plan))),
    end: () => undefined,
    drop: () => undefined,
  };
  // What is to be done by hand is all in the requirements.
  const unheard = quiet(io);
  const named = chart === undefined;
  await render(unheard, plans, sink, {
    validate: false,
    named,
    keep: finisher(unheard, tool, flags, { ofFile: named }),
  });
  io.out(WRITERS[format](found));
}

const WRITERS: Readonly<Record<NonNullable<RequirementsFlags['format']>, (found: readonly Requirements[]) => string>> =
  {
    text: requirementsText,
    yaml: (found) => found.map(requirementsYaml).join('---\n'),
    json: (found) => `${JSON.stringify(found.map(told), undefined, 2)}\n`,
  };
