// Paths of values: the keys and indexes from the root.

export type Path = readonly (string | number)[];

const PLAIN_KEY = /^[A-Za-z0-9_-]+$/;

/** `services.proxy.ingress.extraHosts[0].name`; a key with other characters is quoted: `labels["a.b"]`. */
export function formatPath(path: Path): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (!PLAIN_KEY.test(step)) text += `[${JSON.stringify(step)}]`;
    else text += text === '' ? step : `.${step}`;
  }
  return text;
}

/** Whether one path is a prefix of the other. */
export function overlaps(a: Path, b: Path): boolean {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) if (String(a[i]) !== String(b[i])) return false;
  return true;
}

/**
 * The path that a selector reads: `pathOf((v: Values) => v.session.id)` is `['session', 'id']`.
 * The compiler checks the selector, so a renamed key cannot leave a stale path behind.
 */
export function pathOf<T>(select: (values: T) => unknown): Path {
  const steps: (string | number)[] = [];
  const recorder: object = new Proxy(() => undefined, {
    get(_target, key) {
      steps.push(/^\d+$/.test(String(key)) ? Number(String(key)) : String(key));
      return recorder;
    },
  });
  select(recorder as T);
  return steps;
}

/** The value at `path`; `undefined` if there is none. */
export function valueAt(tree: unknown, path: Path): unknown {
  let current = tree;
  for (const step of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined;
    current = (current as Record<string | number, unknown>)[step];
  }
  return current;
}

/** A JSON pointer as a path; list indexes are numbers. */
export function pointerSteps(pointer: string, tree: unknown): (string | number)[] {
  const steps: (string | number)[] = [];
  let at: unknown = tree;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    steps.push(Array.isArray(at) ? Number(key) : key);
    at = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined;
  }
  return steps;
}
