// Which pack each module is in. A run loads only the packs that it needs, and no module is in two of them.
import { closure } from './graph.mjs';

export const CHARTS = ['daytona', 'daytona-region', 'dozlab-session', 'peerpods', 'runner-manager'];

/** Parses command lines, and reports wrong ones. */
const START = 'start';

/** Loaded on first use by usage errors. */
const REPORTING = ['lib/values/nearest.ts'];

/** Renders and writes releases. */
const RENDER = 'render';

/** What most runs do not load at all. */
const REST = 'rest';

/** Loaded on first use by every run that writes files. */
const WRITING = [
  'cli/run/synth.ts',
  'cli/run/output/folder-sink.ts',
  'cli/process/signals.ts',
  'lib/requirements/requirements.ts',
];

/** The pack of each unit of the graph. */
export function packsOf(graph) {
  const packs = new Map();
  const put = (name, units) => {
    for (const unit of units) if (!packs.has(unit)) packs.set(unit, name);
  };
  const commands = [...graph.units.keys()].filter((unit) => unit.startsWith('cli/commands/'));
  put(START, closure(graph, ['cli/bin.ts', ...commands, ...REPORTING]));
  put(RENDER, closure(graph, WRITING));
  const charts = CHARTS.map((name) => [name, closure(graph, [`charts/${name}/system.ts`])]);
  const all = charts.flatMap(([, units]) => [...units]);
  put(
    RENDER,
    all.filter((unit, index) => all.indexOf(unit) !== index),
  );
  for (const [name, units] of charts) put(name, units);
  put(REST, graph.units.keys());
  return packs;
}
