// Which pack each module is in. A run loads only the packs that it needs, and no module is in two of them.
import { closure, unitOf } from './graph.mjs';

/** The module of a chart that renders. */
const SYSTEM = /^charts\/([^/]+)\/system\.ts$/;

/** Loads the others, defines commands, parses command lines, and reports wrong ones. */
const START = 'start';

/** Renders releases. */
const RENDER = 'render';

/** Writes them to folders. */
const FOLDERS = 'folders';

/** What rendering loads for some values and flags. */
const OPTIONS = 'options';

/** What other commands load. */
const REST = 'rest';

/** What a chart loads for some values. */
const chartOptions = (chart) => `${chart}-${OPTIONS}`;

/**
 * Whether all modules of a pack run as soon as it is loaded. V8 reads much less for it, because modules that can wait are
 * functions, with one more for each export.
 */
export const isEager = (pack) => pack !== REST && pack !== OPTIONS && !pack.endsWith(chartOptions(''));

/** Modules of charts that do not render. */
const isAside = (unit) => /^charts\/[^/]+\/(adoption|removal|rotation)\b/.test(unit);

/** Loaded on first use by every run that writes folders. */
const WRITING = ['cli/run/output/folder-sink.ts', 'cli/process/signals.ts', 'lib/requirements/requirements.ts'];

/** The pack of each unit of the graph. */
export function packsOf(graph) {
  const packs = new Map();
  const put = (name, units) => {
    for (const unit of units) if (!packs.has(unit)) packs.set(unit, name);
  };
  const commands = [...graph.units.keys()].filter((unit) => unit.startsWith('cli/commands/'));
  put(START, closure(graph, ['cli/run-process.ts', 'cli/process/packs.ts', ...commands]));
  put(RENDER, closure(graph, ['cli/run/synth.ts']));
  const systems = [...graph.units.keys()].filter((unit) => SYSTEM.test(unit));
  // What a chart shares with other modules is not in its pack.
  for (const system of systems) {
    const units = closure(graph, [system]);
    const isShared = (unit) => graph.edges.some(({ from, to }) => unitOf(to) === unit && !units.has(from));
    const shared = [...units].filter((unit) => unit !== system && isShared(unit));
    put(RENDER, closure(graph, shared));
  }
  for (const system of systems) {
    const [, name] = SYSTEM.exec(system);
    const isOwn = (unit) => unit.startsWith(`charts/${name}/`) && !isAside(unit);
    put(name, closure(graph, [system]));
    put(chartOptions(name), [...closure(graph, [system], isOwn)].filter(isOwn));
  }
  put(FOLDERS, closure(graph, WRITING));
  put(
    OPTIONS,
    closure(graph, ['cli/run/synth.ts', 'cli/cdk8s-app.ts', ...systems], (unit) => !isAside(unit)),
  );
  put(REST, graph.units.keys());
  return packs;
}
