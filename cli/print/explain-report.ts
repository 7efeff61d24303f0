// The output of `explain`, for people and for scripts.

import type { TSchema } from '@sinclair/typebox';
import type { Place } from '../../lib/patches/change';
import { HIDDEN } from '../../lib/review/diff/report/mask';
import type { Explained, Source } from '../../lib/review/explain/explain';
import type { Missing } from '../../lib/review/explain/field-path';
import type { Request } from '../../lib/review/explain/scene';
import { formatPath, type Path } from '../../lib/values/path';
import { formatOrigin } from '../../lib/values/problem';
import { isObjectSchema } from '../../lib/values/schema/kinds';
import { visible } from '../../lib/values/visible';
import { some } from '../flags/usage';

export interface Query {
  readonly release: string;
  /** `Kind/name`, or `Kind/namespace/name` */
  readonly object: string;
  readonly field: string;
}

export interface Answer {
  readonly query: Query;
  /** With credentials hidden. */
  readonly value: unknown;
  /** Whether something is hidden. */
  readonly isHidden: boolean;
  readonly request: Request;
  readonly schema: TSchema;
  readonly explained: Explained;
}

export function answerText(answer: Answer): string {
  const { query, value, request, explained } = answer;
  const { ofRelease, sources, changes, untried } = explained;
  const lines = [
    `${query.object} ${query.field} is ${JSON.stringify(value)}`,
    ...ofRelease.map((part) => `  ${part} of the release = ${JSON.stringify(request[part])}`),
    ...sources.map(
      (source) => `  ${formatPath(source.path)} = ${shownText(answer, source)}  (${place(answer, source)})`,
    ),
    ...changes.map((change) => `  ${formatPath(change.path)}${inBrackets(change)}`),
    ...(sources.length + ofRelease.length + changes.length === 0 ? ['  set by the chart; no value changes it'] : []),
    ...(untried.length > 0 ? [`could not be tested: ${untried.map(formatPath).join(', ')}`] : []),
  ];
  return lines.map((line) => `${visible(line)}\n`).join('');
}

const changeJson = ({ path, locate }: Place) => ({ path: formatPath(path), ...locate() });

function inBrackets({ locate }: Place): string {
  const origin = locate();
  return origin === undefined ? '' : `  (${formatOrigin(origin)})`;
}

function shownText(answer: Answer, source: Source): string {
  const value = shown(answer, source);
  return value === undefined ? 'not set' : value === HIDDEN ? HIDDEN : JSON.stringify(value);
}

function place({ schema }: Answer, { path, origin }: Source): string {
  if (!origin) return `default of the chart, ${pointerInto(schema, path)}`;
  return `${formatOrigin(origin)}${origin.row === undefined ? '' : `, row ${origin.row}`}`;
}

export function answerJson(answer: Answer): string {
  const { query, value, request, schema, explained } = answer;
  const { ofRelease, sources, changes, untried } = explained;
  return json({
    object: query.object,
    field: query.field,
    value,
    release: Object.fromEntries(ofRelease.map((part) => [part, request[part]])),
    sources: sources.map((source) => ({
      path: formatPath(source.path),
      value: shown(answer, source),
      ...(source.origin ?? { source: 'default', schema: pointerInto(schema, source.path) }),
    })),
    ...(changes.length > 0 ? { changes: changes.map(changeJson) } : {}),
    untried: untried.map(formatPath),
  });
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** If the field is hidden, the strings it is made of are hidden, too. */
function shown({ isHidden }: Answer, { value, secret }: Source): unknown {
  if (value === undefined) return undefined;
  const isOpen = typeof value !== 'string' || value === '';
  return secret || (isHidden && !isOpen) ? HIDDEN : value;
}

/** The location of a value in the chart's JSON Schema. */
function pointerInto(schema: TSchema, [step, ...rest]: Path, pointer = '#'): string {
  const inner = isObjectSchema(schema) && step !== undefined ? schema.properties[step] : undefined;
  if (!inner) return pointer;
  const key = String(step).replaceAll('~', '~0').replaceAll('/', '~1');
  return pointerInto(inner, rest, `${pointer}/properties/${key}`);
}

/** The requested object or field does not exist. */
export class NotFoundError extends Error {
  override readonly name = 'NotFoundError';

  private constructor(
    message: string,
    private readonly details: Readonly<Record<string, unknown>>,
  ) {
    super(message);
  }

  static object(query: string, near: string | undefined, known: readonly string[]): NotFoundError {
    const hint = near === undefined ? `expected ${some(known)}` : `did you mean ${near}?`;
    return new NotFoundError(`unknown object ${query} (${hint})`, { object: query, nearest: near, known });
  }

  static oneObject(query: string, known: readonly string[]): NotFoundError {
    return new NotFoundError(`${query} matches several objects (expected ${some(known)})`, { object: query, known });
  }

  static field({ object, field }: Query, { there, holds, nearest }: Missing): NotFoundError {
    const inside = `${there === '' ? 'it' : there} has ${holds.length > 0 ? some(holds) : 'no fields'}`;
    const hint = nearest === undefined ? inside : `did you mean ${nearest}?`;
    return new NotFoundError(`${object}: has no ${field} (${hint})`, { object, field, nearest, there, known: holds });
  }

  json(): string {
    return json({ error: this.message, ...this.details });
  }
}
