// The images that an object names: in its pods, and in variables, arguments and ConfigMaps for programs that pull them.

import { IMAGE } from '../../names/registry';
import type { Path } from '../../values/path';
import { isMap } from '../../values/scalar';
import type { Manifest } from './manifest';

export interface ImagePlace {
  readonly reference: string;
  readonly path: Path;
  /** Name of the container; absent outside of pods. */
  readonly container?: string;
  /** Variable of the container, or entry of the ConfigMap, that names it; absent for an image that a pod runs. */
  readonly variable?: string;
}

/** The images that the chart names, by reference. */
type Known = ReadonlyMap<string, unknown>;

const CONTAINERS = ['containers', 'initContainers', 'ephemeralContainers'];
const VARIABLE = /(^|_)IMAGE$/;
const REFERENCE = new RegExp(IMAGE);

/** In the order of the object's fields. */
export function imagesIn(object: Manifest, known: Known): ImagePlace[] {
  const places: ImagePlace[] = [];
  withImages(object, known, (place) => {
    places.push(place);
    return place.reference;
  });
  return places;
}

/** The object with other images; the same object if none changes. */
export function withImages(object: Manifest, known: Known, replace: (place: ImagePlace) => string): Manifest {
  const replaced = new Walk(known, object.kind === 'ConfigMap', replace).value(object, []);
  return replaced as Manifest;
}

/** Whether a text that a variable of this name holds is an image: `registry.k8s.io/pause:3.10`, but no URL and no word. */
const isImage = (name: string, text: string): boolean =>
  VARIABLE.test(name) && REFERENCE.test(text) && /[/:@]/.test(text) && !text.includes('//');

class Walk {
  private container: string | undefined;

  constructor(
    private readonly known: Known,
    private readonly isConfigMap: boolean,
    private readonly replace: (place: ImagePlace) => string,
  ) {}

  value(value: unknown, path: Path): unknown {
    if (Array.isArray(value)) return this.list(value, path);
    return isMap(value) ? this.map(value, path) : value;
  }

  private list(list: readonly unknown[], path: Path): unknown {
    const next = list.map((entry, index) => this.entry(list, entry, [...path, index]));
    return next.some((entry, index) => entry !== list[index]) ? next : list;
  }

  private entry(list: readonly unknown[], entry: unknown, path: Path): unknown {
    const field = path.at(-2);
    if (typeof entry === 'string') return field === 'args' || field === 'command' ? this.argument(entry, path) : entry;
    const outer = this.container;
    if (CONTAINERS.includes(String(field)) && isMap(entry))
      this.container = nameOf(entry) ?? String(list.indexOf(entry));
    const next = this.value(entry, path);
    this.container = outer;
    return next;
  }

  private map(map: Readonly<Record<string, unknown>>, path: Path): unknown {
    const entries = Object.entries(map).map(
      ([key, value]) => [key, this.field(map, key, value, [...path, key])] as const,
    );
    return entries.some(([key, value]) => value !== map[key]) ? Object.fromEntries(entries) : map;
  }

  private field(map: Readonly<Record<string, unknown>>, key: string, value: unknown, path: Path): unknown {
    if (typeof value !== 'string' || value === '') return this.value(value, path);
    const [list, parent] = [path.at(-3), path.at(-2)];
    const isOfContainer = key === 'image' && CONTAINERS.includes(String(list));
    if (isOfContainer || (key === 'reference' && parent === 'image' && path.includes('volumes'))) {
      return this.found(value, path);
    }
    const variable = this.variableOf(map, key, path);
    if (variable === undefined || !(this.known.has(value) || isImage(variable, value))) return value;
    return this.found(value, path, variable);
  }

  private variableOf(map: Readonly<Record<string, unknown>>, key: string, path: Path): string | undefined {
    if (this.isConfigMap && path.length === 2 && path[0] === 'data') return key;
    return key === 'value' && path.at(-3) === 'env' ? nameOf(map) : undefined;
  }

  /** `IMAGE`, or `--flag=IMAGE`. */
  private argument(text: string, path: Path): string {
    const start = text.startsWith('-') ? text.indexOf('=') + 1 : 0;
    const reference = text.slice(start);
    return this.known.has(reference) ? text.slice(0, start) + this.found(reference, path) : text;
  }

  private found(reference: string, path: Path, variable?: string): string {
    const { container } = this;
    return this.replace({
      reference,
      path,
      ...(container === undefined ? {} : { container }),
      ...(variable === undefined ? {} : { variable }),
    });
  }
}

const nameOf = ({ name }: Readonly<Record<string, unknown>>): string | undefined =>
  typeof name === 'string' ? name : undefined;
