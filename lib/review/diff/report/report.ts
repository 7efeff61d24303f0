// A diff as data, with credentials hidden.

import { apiGroup, type Manifest } from '../../../k8s/object/manifest';
import { visible } from '../../../values/visible';
import { type ChangeClass, CLASSES, type Diff, type FieldChange, type ObjectDiff, type Step } from '../change';
import { type Mask, maskOf } from './mask';

const PLAIN_KEY = /^[A-Za-z0-9_-]+$/;

export interface ReportedField {
  /** `spec.template.spec.containers[name=web].image` */
  readonly field: string;
  readonly class: ChangeClass;
  /** Absent if the field was added or removed. */
  readonly before?: unknown;
  readonly after?: unknown;
}

export interface ReportedObject {
  readonly action: ObjectDiff['action'];
  readonly group: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly classes: readonly ChangeClass[];
  readonly fields: readonly ReportedField[];
  readonly widens: readonly string[];
  /** What stops, which data is at risk, and what restarts on nodes. */
  readonly effects: readonly ReportedEffect[];
}

export interface ReportedEffect {
  readonly class: ChangeClass;
  readonly message: string;
}

export interface Report {
  readonly same: number;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  /** Number of objects per class. */
  readonly classes: Readonly<Record<ChangeClass, number>>;
  readonly objects: readonly ReportedObject[];
}

/** `sides`: all compared objects, so that the contents of their Secrets are hidden everywhere. */
export function reportOf({ objects, same }: Diff, sides: readonly Manifest[]): Report {
  const mask = maskOf(sides);
  const count = (action: ObjectDiff['action']) => objects.filter((object) => object.action === action).length;
  const classes = CLASSES.map(
    (name) => [name, objects.filter((object) => object.classes.includes(name)).length] as const,
  );
  return {
    same,
    added: count('added'),
    changed: count('changed'),
    removed: count('removed'),
    classes: Object.fromEntries(classes) as Record<ChangeClass, number>,
    objects: objects.map((object) => reported(object, mask)),
  };
}

function reported({ action, object, classes, fields, widenings, effects }: ObjectDiff, mask: Mask): ReportedObject {
  const { namespace, name } = object.metadata;
  return {
    action,
    group: apiGroup(object),
    kind: object.kind,
    ...(namespace === undefined ? {} : { namespace }),
    name,
    classes,
    fields: fields.map((field) => reportedField(object, field, mask)),
    widens: widenings.map(({ message }) => visible(message)),
    effects: effects.map(({ class: kind, message }) => ({ class: kind, message: visible(message) })),
  };
}

function reportedField(object: Manifest, { path, before, after, class: kind }: FieldChange, mask: Mask): ReportedField {
  return {
    field: formatSteps(path),
    class: kind,
    ...(before === undefined ? {} : { before: mask(object, path, before) }),
    ...(after === undefined ? {} : { after: mask(object, path, after) }),
  };
}

/** `containers[name=web].env[0]["a.b"]` */
export function formatSteps(path: readonly Step[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    if (typeof step === 'object') return `${text}[${step.key}=${step.value}]`;
    if (!PLAIN_KEY.test(step)) return `${text}[${JSON.stringify(step)}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}
