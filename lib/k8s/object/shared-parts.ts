// The parts that an object has in common with the same object of the release before. Both have them as one frozen value,
// so later steps recognize what they have seen before: the releases of a chart differ in few places.

const shared = new WeakSet<object>();

/** Whether it is such a part. It never changes, so what was found out about it stays true. */
export const isShared = (part: object): boolean => shared.has(part);

/** Adds a deeply frozen part. */
export function markShared<T extends object>(part: T): T {
  shared.add(part);
  return part;
}

const ofApps = new WeakMap<object, SharedParts>();

/** The objects of the releases of one chart, one release after the other. */
export class SharedParts {
  private before = new Map<string, unknown>();
  private now = new Map<string, unknown>();

  /** For the objects of this App; `undefined` if it is not one of many releases. */
  static of(app: object): SharedParts | undefined {
    return ofApps.get(app);
  }

  /** Begins the next release, whose objects are in this App. */
  begin(app: object): void {
    this.before = this.now;
    this.now = new Map();
    ofApps.set(app, this);
  }

  /** The object at the same path of the construct tree of the release before. */
  earlier(path: string): unknown {
    return this.before.get(path);
  }

  /** Keeps an object for the next release. It must be deeply frozen. */
  keep(path: string, object: unknown): void {
    this.now.set(path, object);
  }
}
