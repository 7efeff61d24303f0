// The TypeScript compiler for the sources, with one file replaced at a time.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { API } from 'typescript/unstable/sync';

export class Compiler {
  #root;
  #api;
  #snapshot;
  #replaced = new Map();

  constructor(root) {
    this.#root = root;
    this.#api = new API({ cwd: root, fs: { readFile: (path) => this.#replaced.get(path) } });
    this.#snapshot = this.#api.updateSnapshot({ openProjects: [join(root, 'tsconfig.build.json')] });
  }

  parse(file) {
    return this.#program.getSourceFile(join(this.#root, file));
  }

  /** Whether the compiler finds an error in `file` with that mutant. */
  refuses({ file, ...mutant }) {
    const path = join(this.#root, file);
    this.#replaced.set(path, mutated(readFileSync(path, 'utf8'), mutant));
    this.#update(path);
    const refused = [...this.#program.getSyntacticDiagnostics(path), ...this.#program.getSemanticDiagnostics(path)]
      .length;
    this.#replaced.delete(path);
    this.#update(path);
    return refused > 0;
  }

  close() {
    this.#api.close();
  }

  get #program() {
    return this.#snapshot.getProjects()[0].program;
  }

  #update(path) {
    this.#snapshot.dispose();
    this.#snapshot = this.#api.updateSnapshot({ fileChanges: { changed: [path] } });
  }
}

/** The text with the mutant in it. */
export const mutated = (text, mutant) => text.slice(0, mutant.start) + mutant.text + text.slice(mutant.end);
