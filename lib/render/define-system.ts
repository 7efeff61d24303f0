// Systems of users.

import type { Construct } from 'constructs';
import { commonRules, commonValues } from '../k8s/common';
import type { Release } from '../k8s/release';
import type { Stage } from '../k8s/stage';
import { resourceRules } from '../k8s/workload/resources';
import { DNS_LABEL, DNS_LABEL_LIMIT } from '../names/naming';
import { InputError, type Problem } from '../values/problem';
import { isMap } from '../values/scalar';
import { object, type Static, type TObject, type TSchema } from '../values/schema/schema';
import type { Rule } from '../values/validate';
import type { System } from './system';

const common = object(commonValues());

/** The schema of a system's values: its own, and those that every chart has. */
export type WithCommon<P extends Record<string, TSchema>> = TObject<P & (typeof common)['properties']>;

/** What a system of your own consists of. */
export interface SystemDefinition<P extends Record<string, TSchema>> {
  /** Name on the command line and in labels: lowercase letters, digits and "-". */
  readonly name: string;
  /** Version of the system, for the version label. */
  readonly version: string;
  /** Description in one line. */
  readonly description: string;
  /** Namespace of a release that has none. Default: `default`. */
  readonly defaultNamespace?: string;
  /** The longest text that an object appends to the full name of a release: `-migration`. Default: none. */
  readonly longestSuffix?: string;
  /** The values of the system, by name. Those that every chart has, such as `commonLabels`, are added. */
  readonly values: P;
  /** Rules between values. Default: none. */
  readonly rules?: readonly Rule<Static<WithCommon<P>>>[];
  /** The stages of its objects for Argo CD and Flux. Default: all. */
  readonly stages?: readonly Stage[];
  /** Creates the objects of a release in `scope`. Values are complete, valid and frozen. */
  build(scope: Construct, release: Release, values: Static<WithCommon<P>>): void;
}

/**
 * A system that is rendered, checked and delivered like the built-in ones: with `installFromProps` as a construct, or with
 * `chart: ./my-system.js` from a releases file. Throws `InputError` if the definition is wrong.
 */
export function defineSystem<P extends Record<string, TSchema>>(
  definition: SystemDefinition<P>,
): System<WithCommon<P>> {
  demandDefinition(definition);
  const {
    name,
    version,
    description,
    defaultNamespace = 'default',
    longestSuffix = '',
    values,
    rules = [],
  } = definition;
  const { stages, build } = definition;
  const schema = object({ ...commonValues(), ...values }) as unknown as WithCommon<P>;
  return {
    ...{ name, version, description, defaultNamespace, build },
    longestSuffix: longestSuffix.length,
    schema,
    rules: [...(commonRules as unknown as readonly Rule<Static<WithCommon<P>>>[]), ...rules, ...resourceRules(schema)],
    ...(stages ? { stages } : {}),
  };
}

/** JavaScript callers get errors instead of the compiler's. */
function demandDefinition(definition: unknown): void {
  const { name, version, description, values, build } = isMap(definition)
    ? definition
    : ({} as Record<string, unknown>);
  const problems: Problem[] = [];
  const demand = (isRight: boolean, key: string, message: string) => {
    if (!isRight) problems.push({ path: [key], message });
  };
  const isName = typeof name === 'string' && name.length <= DNS_LABEL_LIMIT && new RegExp(DNS_LABEL).test(name);
  demand(isName, 'name', 'must be at most 63 lowercase letters, digits and "-"');
  demand(typeof version === 'string' && version !== '', 'version', 'is required (expected a string)');
  demand(typeof description === 'string', 'description', 'is required (expected a string)');
  demand(isMap(values), 'values', 'is required (expected a map of schemas)');
  for (const key of Object.keys(isMap(values) ? values : {})) {
    if (Object.hasOwn(common.properties, key)) demand(false, 'values', `${key} is a value of every chart`);
  }
  demand(typeof build === 'function', 'build', 'is required (expected a function)');
  if (problems.length > 0) throw new InputError(problems);
}
