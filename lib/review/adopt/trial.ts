// Renders a release with trial values.

import type { Manifest } from '../../k8s/object/manifest';
import { type Rendered, renderRelease, renderUnchecked } from '../../render/render';
import type { System } from '../../render/system';
import type { Tree } from '../../values/layer';
import type { Problem } from '../../values/problem';
import { schemaProblems } from '../../values/schema/check';
import { complete } from '../../values/schema/defaults';
import { normalize } from '../../values/schema/view';
import { type Verdict, validate } from '../../values/validate';

export class Trial {
  constructor(
    readonly system: System,
    private readonly name: string,
    private readonly namespace: string,
  ) {}

  /** What the constructs render from the values, whether or not rules accept them; `undefined` if they render nothing. */
  sketch(tree: Tree): readonly Manifest[] | undefined {
    const { schema } = this.system;
    const whole = complete(schema, tree);
    if (schemaProblems(schema, whole).length > 0) return undefined;
    try {
      return renderUnchecked(this.system, this.request(normalize(schema, whole))).objects;
    } catch {
      return undefined;
    }
  }

  verdict(tree: Tree): Verdict<unknown> {
    const { schema, rules } = this.system;
    return validate(schema, complete(schema, tree), rules);
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
