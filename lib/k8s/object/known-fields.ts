// Checks that a value has the shape of a Kubernetes type: the right types, the required fields, and no others.
// `kubernetes-models` checks types and required fields, but ignores unknown fields. It therefore gets the value through
// a proxy that records which fields it reads: the type does not have the fields that it never reads.

import { type KubeVersion, OLDEST } from '../../names/kube-version';
import { nearest } from '../../values/nearest';
import { type Path, pointerSteps } from '../../values/path';
import { customProblems, customShape } from './custom-shapes';
import type { ShapeProblem } from './shape-problem';

export type { ShapeProblem };

interface Validator {
  readonly prototype: { validate(this: unknown): void };
}

interface AjvError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly message?: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** The API version that has a type of Kubernetes: `v1` for `Affinity`; `undefined` for a type of the Gateway API. */
export function groupOf(type: string): string | undefined {
  if (customShape(type)) return undefined;
  const group = GROUPS.find((candidate) => load(`${candidate}/${type}`) !== undefined);
  if (group === undefined) throw new Error(`Kubernetes' API has no type ${type}`);
  return group;
}

/** True when Kubernetes' own API has this type. */
export function isKnownType(definition: string): boolean {
  return validatorOf(definition) !== undefined;
}

/**
 * Everything that is wrong with `value` as a `definition`: the name of a type of Kubernetes' API (`Affinity`), or one with
 * its API version (`apps/v1/Deployment`), in this version of Kubernetes.
 */
export function shapeProblems(definition: string, value: unknown, version: KubeVersion = OLDEST): ShapeProblem[] {
  const custom = customShape(definition);
  if (custom) return customProblems(custom, value);
  const validator = validatorOf(definition);
  if (validator === undefined) throw new Error(`Kubernetes' API has no type ${definition}`);
  const window = new Window();
  const problems = mismatches(validator, window.on(value, []), value);
  return [
    ...problems,
    ...window
      .unread()
      .flatMap((problem) => inNewer(definition, value, problem, version) ?? [hinted(definition, problem)]),
  ];
}

/** A field that `kubernetes-models` does not know may be a new one. */
function inNewer(
  type: string,
  value: unknown,
  { path }: ShapeProblem,
  version: KubeVersion,
): ShapeProblem[] | undefined {
  // Loaded here because few releases have such fields.
  const { newFieldProblems } = require('./additions') as typeof import('./additions');
  return newFieldProblems(type.includes('/') ? type : `${groupOf(type)}/${type}`, value, path, version);
}

const OF_THE_POD = 'write it as podSecurityContext';
const ALWAYS_SET = 'remove this key: the settings apply without it';

/** Keys that Helm charts have in these blocks, and what to write instead. */
const ELSEWHERE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  SecurityContext: {
    enabled: ALWAYS_SET,
    fsGroup: OF_THE_POD,
    fsGroupChangePolicy: OF_THE_POD,
    supplementalGroups: OF_THE_POD,
    sysctls: OF_THE_POD,
  },
  PodSecurityContext: {
    enabled: ALWAYS_SET,
    ...Object.fromEntries(
      ['allowPrivilegeEscalation', 'capabilities', 'privileged', 'procMount', 'readOnlyRootFilesystem'].map((key) => [
        key,
        'write it as securityContext',
      ]),
    ),
  },
};

function hinted(definition: string, problem: ShapeProblem): ShapeProblem {
  const [key = '', ...rest] = problem.path;
  const hint = rest.length === 0 ? ELSEWHERE[definition]?.[key] : undefined;
  return hint === undefined ? problem : { ...problem, message: `unknown key (${hint})` };
}

/** Groups to search for a type without a group. */
const GROUPS = [
  'v1',
  'networking.k8s.io/v1',
  'autoscaling/v2',
  'apps/v1',
  'batch/v1',
  'policy/v1',
  'rbac.authorization.k8s.io/v1',
];

const validators = new Map<string, Validator | undefined>();

function validatorOf(definition: string): Validator | undefined {
  if (!validators.has(definition)) validators.set(definition, findValidator(definition));
  return validators.get(definition);
}

function findValidator(definition: string): Validator | undefined {
  const paths = definition.includes('/') ? [definition] : GROUPS.map((group) => `${group}/${definition}`);
  for (const path of paths) {
    const validator = load(path);
    if (validator !== undefined) return validator;
  }
  return undefined;
}

function load(path: string): Validator | undefined {
  try {
    const module = require(`kubernetes-models/${path}`) as Record<string, Validator>;
    return module[path.slice(path.lastIndexOf('/') + 1)];
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'MODULE_NOT_FOUND' || code === 'ERR_PACKAGE_PATH_NOT_EXPORTED') return undefined;
    throw error;
  }
}

/** Wrong types and missing fields. Alternatives at one path (number or string) are one problem. */
function mismatches(validator: Validator, shown: unknown, value: unknown): ShapeProblem[] {
  try {
    validator.prototype.validate.call(shown);
    return [];
  } catch (error) {
    const { errors } = error as { errors?: readonly AjvError[] };
    if (errors === undefined) throw error;
    const verdicts = new Map<string, AjvError>();
    for (const found of errors) {
      if (found.keyword === 'oneOf' || !verdicts.has(placeOf(found))) verdicts.set(placeOf(found), found);
    }
    return [...verdicts.values()].map((found) => ({
      path: [...pointerSteps(found.instancePath, value), ...missing(found)],
      message: messageOf(found),
      unknown: false,
    }));
  }
}

const missing = ({ params }: AjvError): string[] => (params.missingProperty ? [String(params.missingProperty)] : []);

const placeOf = (error: AjvError): string => [error.instancePath, ...missing(error)].join(' ');

/** Names of the JSON Schema types in messages. */
const WORDS: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  integer: 'an integer',
  number: 'a number',
  object: 'a map',
  string: 'a string (quote it)',
};

function messageOf({ keyword, params, message }: AjvError): string {
  switch (keyword) {
    case 'required':
      return 'is required';
    case 'type':
      return `must be ${WORDS[String(params.type)] ?? String(params.type)}`;
    case 'oneOf':
      return 'must be a number or string in the right format';
    case 'enum':
      return `must be ${(params.allowedValues as unknown[]).map(String).join(' or ')}`;
    default:
      return message ?? `does not satisfy ${keyword}`;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Wraps a value and records which keys of each map are read. */
class Window {
  private readonly seen = new Map<object, { readonly path: Path; readonly keys: Set<string> }>();

  on(value: unknown, path: Path): unknown {
    if (!isRecord(value)) return value;
    const children = new Map<string, unknown>();
    // A copy, because a proxy may not misreport a frozen target.
    return new Proxy(Array.isArray(value) ? [...value] : { ...value }, {
      get: (target, key) => {
        if (typeof key === 'symbol') return Reflect.get(target, key);
        if (Array.isArray(target)) {
          if (!/^\d+$/.test(key)) return Reflect.get(target, key);
        } else {
          this.note(target, path).add(key);
          if (!Object.hasOwn(target, key)) return undefined;
        }
        if (!children.has(key)) {
          const step = Array.isArray(target) ? Number(key) : key;
          children.set(key, this.on(Reflect.get(target, key), [...path, step]));
        }
        return children.get(key);
      },
      // A validator that reads all keys accepts any key.
      ownKeys: (target) => {
        const keys = Reflect.ownKeys(target);
        if (!Array.isArray(target)) for (const key of keys) this.note(target, path).add(String(key));
        return keys;
      },
    });
  }

  /** The fields that were never read. A map of which nothing was read accepts any key. */
  unread(): ShapeProblem[] {
    const problems: ShapeProblem[] = [];
    for (const [target, { path, keys }] of this.seen) {
      for (const key of Object.keys(target)) {
        if (keys.has(key)) continue;
        const near = nearest(key, [...keys]);
        const hint = near === undefined ? '' : ` (did you mean ${near}?)`;
        problems.push({ path: [...path, key], message: `unknown key${hint}`, unknown: true });
      }
    }
    return problems;
  }

  private note(target: object, path: Path): Set<string> {
    const known = this.seen.get(target);
    if (known !== undefined) return known.keys;
    const keys = new Set<string>();
    this.seen.set(target, { path, keys });
    return keys;
  }
}
