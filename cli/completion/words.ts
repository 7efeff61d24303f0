// Candidates that only the program knows: paths of values, releases of a file, objects of a release.

import type { TSchema } from '@sinclair/typebox';
import type { Command } from 'commander';
import { runPipeline } from '../../lib/pipeline/pipeline';
import type { Registry } from '../../lib/render/registry';
import { renderRelease } from '../../lib/render/render';
import { formatPath, type Path } from '../../lib/values/path';
import { resolve } from '../../lib/values/resolve';
import { isObjectSchema } from '../../lib/values/schema/kinds';
import type { SynthFlags } from '../flags/flags';
import { isRepeatable } from '../flags/repeatable';
import { type Io, quiet } from '../io';
import { RunSettings } from '../plan/pipeline-settings';
import { defaultReleasesFile, plansOfFile } from '../plan/plans-of-file';
import { releaseNamed } from '../run/explain';
import { takesPath } from './model';

/** Words that a shell can insert and expand as they are. A releases file can be anyone's. */
const PLAIN = /^[A-Za-z0-9._:/=-]+$/;

interface Line {
  readonly arguments: readonly string[];
  readonly flags: SynthFlags;
  /** The option whose value is the last word. */
  readonly option?: string;
}

export interface Completing {
  readonly io: Io;
  readonly tool: string;
  readonly registry: Registry;
  readonly program: Command;
}

/** The candidates for the last word; none if the line so far has mistakes. */
export async function wordsFor(context: Completing, words: readonly string[]): Promise<string[]> {
  const at = words.findIndex((word) => !word.startsWith('-'));
  const command = context.program.commands.find((candidate) => candidate.name() === words[at]);
  if (!command || at === words.length - 1) return [];
  try {
    const line = lineOf(command, words.slice(at + 1));
    const found = await candidatesOf(context, command.name(), line);
    return [...new Set(found)].filter((word) => PLAIN.test(word));
  } catch {
    return [];
  }
}

async function candidatesOf(context: Completing, command: string, line: Line): Promise<string[]> {
  const { registry } = context;
  if (line.option === '--only') return releasesOf(context, line);
  if (line.option !== undefined) {
    const chart = registry.find(({ name }) => line.arguments.includes(name));
    return chart && takesPath(line.option) ? pathsOf(chart.load().schema, []).map((path) => `${path}=`) : [];
  }
  if (command !== 'explain') return [];
  const [release, ...others] = line.arguments;
  if (release === undefined) return [...registry.map(({ name }) => name), ...releasesOf(context, line)];
  return others.length === 0 ? objectsOf(context, release, line.flags) : [];
}

function lineOf(command: Command, words: readonly string[]): Line {
  const optionOf = (flag: string) => command.options.find(({ long, short }) => flag === long || flag === short);
  const flags: Record<string, unknown> = {};
  const positional: string[] = [];
  // bash splits --set=x into three words.
  const rest = words
    .filter((word, index) => word !== '=' || index === words.length - 1)
    .flatMap((word) => /^(--[a-z-]+)=(.*)$/s.exec(word)?.slice(1) ?? [word])
    .slice(0, -1);
  for (let index = 0; index < rest.length; index++) {
    const word = rest[index] as string;
    const option = word.startsWith('-') ? optionOf(word) : undefined;
    if (!option) {
      if (!word.startsWith('-')) positional.push(word);
      continue;
    }
    if (!option.required) {
      flags[option.attributeName()] = true;
      continue;
    }
    const value = rest[++index];
    if (value === undefined) return { arguments: positional, flags, option: option.long ?? word };
    const name = option.attributeName();
    const before = flags[name];
    flags[name] = isRepeatable(option) ? [...(Array.isArray(before) ? before : []), value] : value;
  }
  return { arguments: positional, flags };
}

/** The paths of all values that are no maps. */
function pathsOf(schema: TSchema, path: Path): string[] {
  if (!isObjectSchema(schema) || Object.keys(schema.properties).length === 0) return [formatPath(path)];
  return Object.entries(schema.properties).flatMap(([key, property]) => pathsOf(property, [...path, key]));
}

function releasesOf({ io, registry }: Completing, { flags: { config, allowOutside } }: Line): string[] {
  const file = config ?? defaultReleasesFile(io);
  return file === undefined ? [] : plansOfFile(io, registry, file, { allowOutside }).map(({ name }) => name);
}

async function objectsOf({ io, tool, registry }: Completing, release: string, flags: SynthFlags): Promise<string[]> {
  // Standard input is the terminal.
  if (flags.values?.includes('-')) return [];
  const unheard = quiet(io);
  const { plan, ofFile } = await releaseNamed(unheard, registry, release, flags);
  const system = plan.chart.load();
  const { values } = resolve(system.schema, system.rules, plan.layers());
  const { name, namespace = system.defaultNamespace } = plan;
  const rendered = renderRelease(system, { name, namespace, values, changes: plan.changes() });
  const settings = new RunSettings(unheard, tool, flags, { ofFile });
  const { objects } = runPipeline(
    rendered,
    settings.of(plan, rendered, () => []),
  );
  return objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
}
