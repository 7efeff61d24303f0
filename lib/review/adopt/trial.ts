// Renders a release with trial values.

import type { Manifest } from '../../k8s/object/manifest';
import { type Rendered, renderRelease, renderUnchecked } from '../../render/render';
import type { System } from '../../render/system';
import type { Tree } from '../../values/layer';
import type { Problem } from '../../values/problem';
import { validateCached, verdictOf } from '../../values/resolve';
import type { Verdict } from '../../values/validate';

export class Trial {
  constructor(
    readonly system: System,
    private readonly name: string,
    private readonly namespace: string,
  ) {}

  /** What the constructs render from the values, whether or not rules accept them; `undefined` if they render nothing. */
  sketch(tree: Tree): readonly Manifest[] | undefined {
    const valid = validateCached(this.system.schema, tree);
    if (valid === undefined) return undefined;
    try {
      return renderUnchecked(this.system, this.request(valid.view)).objects;
    } catch {
      return undefined;
    }
  }

  verdict(tree: Tree): Verdict<unknown> {
    return verdictOf(this.system.schema, this.system.rules, tree);
  }

  problems(tree: Tree): readonly Problem[] {
    return this.verdict(tree).problems;
  }

  /** The checked release; `undefined` if the values or the rendered objects are invalid. */
  render(tree: Tree): Rendered | undefined {
    const { values } = this.verdict(tree);
    if (values === undefined) return undefined;
    try {
      return renderRelease(this.system, this.request(values));
    } catch {
      return undefined;
    }
  }

  private request(values: unknown) {
    return { name: this.name, namespace: this.namespace, values: values as never };
  }
}
