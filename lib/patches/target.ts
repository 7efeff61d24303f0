// Which objects a patch applies to.

import { apiGroup, type Manifest } from '../k8s/object/manifest';
import { withoutHash } from '../names/naming';
import { nearest } from '../values/nearest';
import { parseSelector } from './selector';

/**
 * The objects that a patch applies to: all that match every field. `kind`, `name` and `namespace` may contain `.*` for any
 * characters and `|` between alternatives, as in kustomize.
 */
export interface Target {
  /** API group: `apps`; empty for the core group. */
  readonly group?: string;
  /** API version without the group: `v1`. */
  readonly version?: string;
  /** Kind: `Deployment`. */
  readonly kind?: string;
  /** Name of the object. The hash at the end of a Job's name may be left out. */
  readonly name?: string;
  /** Namespace of the object. */
  readonly namespace?: string;
  /** Labels that it must have, as for `kubectl -l`: `app.kubernetes.io/component=api`. */
  readonly labelSelector?: string;
  /** Annotations that it must have, in the same form. */
  readonly annotationSelector?: string;
}

/** Keys of a target, in the order of messages. */
export const TARGET_KEYS = [
  'group',
  'version',
  'kind',
  'namespace',
  'name',
  'labelSelector',
  'annotationSelector',
] as const satisfies readonly (keyof Target)[];

export function matchesTarget(target: Target, object: Manifest): boolean {
  const { kind, metadata } = object;
  const version = object.apiVersion.slice(object.apiVersion.indexOf('/') + 1);
  const names = kind === 'Job' ? [metadata.name, withoutHash(metadata.name)] : [metadata.name];
  return (
    (target.group === undefined || target.group === apiGroup(object)) &&
    (target.version === undefined || target.version === version) &&
    (target.kind === undefined || fits(target.kind, kind)) &&
    (target.name === undefined || names.some((name) => fits(target.name ?? '', name))) &&
    (target.namespace === undefined || fits(target.namespace, metadata.namespace ?? '')) &&
    hasAll(target.labelSelector, metadata.labels) &&
    hasAll(target.annotationSelector, metadata.annotations)
  );
}

const hasAll = (selector: string | undefined, labels: Readonly<Record<string, string>> = {}): boolean =>
  selector === undefined || parseSelector(selector)?.(labels) === true;

/** `.*` matches any characters, and `|` separates alternatives. Not a regular expression, which can take forever. */
function fits(pattern: string, text: string): boolean {
  return pattern.split('|').some((alternative) => {
    const [first = '', ...rest] = alternative.split('.*');
    const last = rest.pop();
    if (last === undefined) return text === first;
    if (!text.startsWith(first)) return false;
    let from = first.length;
    for (const part of rest) {
      const at = text.indexOf(part, from);
      if (at < 0) return false;
      from = at + part.length;
    }
    return text.length - last.length >= from && text.endsWith(last);
  });
}

/** `Deployment labs/web with app=web`: the description of a target. */
export function describeTarget({ kind, name, namespace, ...others }: Target): string {
  const place = namespace === undefined ? name : `${namespace}/${name ?? '.*'}`;
  const more = TARGET_KEYS.flatMap((key) => {
    const value = (others as Target)[key];
    return value === undefined ? [] : [key.endsWith('Selector') ? value : `${key} ${value}`];
  });
  const what = [kind, place].filter((part) => part !== undefined).join(' ');
  return more.length === 0 ? what : [what || 'object', 'with', more.join(' and ')].join(' ');
}

/** Suggestions for a target that matches nothing; the objects of the kind if nothing is similar. */
export function suggestion(target: Target, objects: readonly Manifest[]): string {
  const kinds = [...new Set(objects.map(({ kind }) => kind))];
  const { kind, name } = target;
  const isKind = (object: Manifest) => kind === undefined || fits(kind, object.kind);
  const ofKind = objects.filter(isKind);
  if (ofKind.length === 0) {
    const named = objects.filter((object) => name !== undefined && fits(name, object.metadata.name));
    const near = nearest(kind ?? '', kinds);
    if (near !== undefined) return `did you mean ${near}?`;
    return named.length > 0 ? expected(named) : `expected ${listed(kinds)}`;
  }
  if (name !== undefined && !ofKind.some((object) => matchesTarget({ name }, object))) {
    const near = nearest(name, ofKind.map(nameOf)) ?? nearest(name, objects.map(nameOf));
    const meant = objects.find((object) => nameOf(object) === near && (isKind(object) || kind === undefined));
    if (meant) return `did you mean ${meant.kind} ${nameOf(meant)}?`;
  }
  return expected(ofKind);
}

const nameOf = ({ kind, metadata: { name } }: Manifest): string => (kind === 'Job' ? withoutHash(name) : name);

const MOST = 8;

const expected = (objects: readonly Manifest[]): string =>
  `expected ${listed(objects.map((object) => `${object.kind} ${[object.metadata.namespace, nameOf(object)].filter(Boolean).join('/')}`))}`;

function listed(words: readonly string[]): string {
  const shown = words.slice(0, MOST);
  const more = words.length - shown.length;
  return more > 0 ? `${shown.join(', ')} or one of ${more} more` : shown.join(', ');
}
