// The hashes of input files in the index.

import { resolve } from 'node:path';
import { sha256 } from '../../lib/names/hash';
import type { ChartEntry } from '../../lib/render/registry';
import { secretKeysOf } from '../../lib/values/default-views';
import { readInput, TABLE_LIMIT } from '../../lib/values/file/input';
import type { Io } from '../io';

/** Instead of the hash of a file with credentials, which would let them be guessed. */
const NO_HASH = '-';

/** A key with an escape, which YAML reads differently from how it is written. */
const ESCAPED_KEY = /"[^"\\]*\\[^"]*"\s*:/;

/** Patches and extra objects, which may set a credential under any key. */
const CHANGES = /(^|[\s{,"'-])(patches|extraObjects)["']?\s*:/m;

/** Hashes the input files of releases, each once. */
export class InputHashes {
  private readonly texts = new Map<string, string>();
  private readonly hashes = new Map<string, string>();
  private readonly keys = new Map<string, readonly string[]>();

  constructor(private readonly io: Io) {}

  /**
   * `config` is the releases file, which determines where the cells of its `tables` are used. `isPatch`: a file with
   * patches.
   */
  of(file: string, chart: ChartEntry, config: string | undefined, isTable: boolean, isPatch = false): string {
    const id = JSON.stringify([chart.name, file]);
    const known = this.hashes.get(id);
    if (known !== undefined) return known;
    const text = this.text(file);
    const texts = isTable && config !== undefined ? [text, this.text(config)] : [text];
    const isOpen =
      isPatch ||
      texts.some(
        (one) => (config !== undefined && CHANGES.test(one)) || this.hasCredential(chart, one) || ESCAPED_KEY.test(one),
      );
    const hash = isOpen ? NO_HASH : sha256(text);
    this.hashes.set(id, hash);
    return hash;
  }

  private text(file: string): string {
    const text = this.texts.get(file) ?? readInput(file, resolve(this.io.cwd, file), TABLE_LIMIT);
    this.texts.set(file, text);
    return text;
  }

  /** Whether YAML or JSON has a key whose value is a credential. */
  private hasCredential(chart: ChartEntry, text: string): boolean {
    const known = this.keys.get(chart.name) ?? secretKeysOf(chart.load().schema);
    this.keys.set(chart.name, known);
    // Most files have none of them, and compiling a pattern takes longer than searching a file.
    const inText = known.filter((key) => text.includes(key)).map((key) => key.replaceAll(/[^A-Za-z0-9]/g, '\\$&'));
    return inText.length > 0 && new RegExp(`(^|[\\s{,"'-])(${inText.join('|')})["']?\\s*:`, 'm').test(text);
  }
}

/** Whether a file has changed since it was recorded. */
export const isChanged = (hash: string, text: string): boolean => hash !== NO_HASH && hash !== sha256(text);
