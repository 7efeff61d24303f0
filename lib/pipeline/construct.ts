// The constructs that charts export: a release in the user's own construct tree.

import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Release } from '../k8s/release';
import { NAMESPACE, type NameRule, obeys, RELEASE_NAME } from '../names/naming';
import type { Changes } from '../patches/change';
import { readChanges } from '../patches/read';
import type { Target } from '../patches/target';
import { atVersion } from '../render/at-version';
import { install, type System } from '../render/system';
import { METADATA } from '../render/validation';
import { unknownSet } from '../render/version-sets';
import { stampConstructs } from '../stamp/constructs';
import { describeMismatch, unknownAmong } from '../values/messages';
import { collect, formatProblem, InputError, type Problem } from '../values/problem';
import { programLayer, type Resolved, resolve } from '../values/resolve';
import { isMap } from '../values/scalar';
import type { Static, TObject } from '../values/schema/schema';
import { resolved } from './lazy';

/** A patch of rendered objects. */
export interface PatchProps {
  /** The objects to patch: all that match every key. May be left out if `patch` has `kind` and `metadata.name`. */
  readonly target?: Target;
  /** JSON 6902 operations (a list), a strategic merge patch (a map), or YAML text of either. */
  readonly patch: string | readonly object[] | object;
}

/** Props of the construct that a chart exports. `V` is the type of its values as users write them: `DaytonaInput`. */
export interface SystemProps<V> {
  /** Release name. Default: the chart's name. */
  readonly name?: string;
  /** Namespace of the objects. Default: the namespace of the cdk8s Chart, or the chart's own if it has none. */
  readonly namespace?: string;
  /** Version of the system, as in `--app-version`. Default: the chart's first. */
  readonly appVersion?: string;
  /** Values as in a values file. Absent keys take the chart's defaults. */
  readonly values: V;
  /** Patches of the rendered objects, in order. Default: none. */
  readonly patches?: readonly PatchProps[];
  /** Objects to render in addition; they are checked with the release and may be patched. Default: none. */
  readonly extraObjects?: readonly (object | string)[];
}

/** What a chart's construct has created. */
export interface FromProps<V> {
  /** The release, with its names and warnings. */
  readonly release: Release;
  /** The complete values. */
  readonly values: V;
}

/**
 * The same from the props of the exported construct: merges the values with the defaults and validates them.
 * Throws `InputError` with every problem.
 */
export function installFromProps<S extends TObject>(
  scope: Construct,
  chart: System<S>,
  props: SystemProps<object>,
): FromProps<Static<S>> {
  const given = propsOf(scope, props);
  const { name = chart.name, namespace = chart.defaultNamespace, appVersion } = given;
  const system = appVersion === undefined ? chart : versionOf(chart, appVersion);
  const { values, warnings, changes } = inputsOf(system, given);
  const { release } = install(scope, system, { name, namespace, values, changes });
  for (const warning of warnings) scope.node.addMetadata(METADATA.warning, formatProblem(warning));
  stampConstructs(scope, release);
  return { release, values };
}

interface Inputs<V> extends Resolved<V> {
  readonly changes: Changes;
}

function inputsOf<S extends TObject>(
  { schema, rules }: System<S>,
  { values, patches, extraObjects }: SystemProps<object>,
): Inputs<Static<S>> {
  const read = collect<Partial<Inputs<Static<S>>>>([
    () => resolve(schema, rules, [programLayer(values)]),
    () => ({ changes: readChanges([{ layer: programLayer({ patches, extraObjects }) }]) }),
  ]);
  return Object.assign({}, ...read) as Inputs<Static<S>>;
}

const KEYS = ['name', 'namespace', 'appVersion', 'values', 'patches', 'extraObjects'];

/** The props with lazy values resolved. JavaScript callers get errors instead of the compiler's. */
function propsOf<V>(scope: Construct, props: SystemProps<V>): SystemProps<V> {
  const own: unknown = resolved(scope, props);
  if (!isMap(own)) throw new InputError([{ path: [], message: 'props are required (expected {values: {…}})' }]);
  const { namespace = Chart.of(scope).namespace } = own;
  const given: Record<string, unknown> = { ...own, ...(namespace === undefined ? {} : { namespace }) };
  const problems: Problem[] = [];
  const complain = (key: string, message: string) => problems.push({ path: [key], message });
  for (const key of Object.keys(given)) if (!KEYS.includes(key)) complain(key, unknownAmong(KEYS, key));
  if (!isMap(given.values))
    complain('values', `${given.values === undefined ? 'is required' : 'is invalid'} (expected a map)`);
  const demand = (key: string, isRight: (text: string) => boolean, expected: string) => {
    const value = given[key];
    if (value === undefined || (typeof value === 'string' && isRight(value))) return;
    complain(key, describeMismatch({ type: 'string', expected } as never, value, false));
  };
  const obeying = (rule: NameRule) => (text: string) => obeys(rule, text);
  demand('name', obeying(RELEASE_NAME), RELEASE_NAME.expected);
  demand('namespace', obeying(NAMESPACE), NAMESPACE.expected);
  demand('appVersion', (text) => text !== '', 'a string');
  if (problems.length > 0) throw new InputError(problems);
  return given as unknown as SystemProps<V>;
}

function versionOf<S extends TObject>(system: System<S>, name: string): System<S> {
  const set = system.versions?.find((known) => known.name === name);
  if (set) return atVersion(system, set);
  const message = unknownSet(system.name, system.versions, name);
  throw new InputError([{ path: ['appVersion'], message }]);
}
