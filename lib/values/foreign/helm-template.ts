// Templates in values, which Helm renders and this project does not.

import { type Path, valueAt } from '../path';
import type { Problem } from '../problem';
import { isMap, textOf } from '../scalar';

/** Templates that only Helm renders. Other programs use templates in braces, too. */
const HELM_TEMPLATE =
  /\{\{-?[^}]*(\.(Values|Release|Chart|Capabilities|Files|Template|Subcharts)\b|\b(include|tpl|lookup|required) |\b(rand(Alpha|AlphaNum|Numeric|Ascii) \d|uuidv4\b))/;

export const TEMPLATED = 'contains a Helm template, which is not rendered here: write the resulting value instead';

export const isHelmTemplate = (text: string): boolean => text.includes('{{') && HELM_TEMPLATE.test(text);

/** A problem for each string that Helm would render. */
export function templateProblems(tree: unknown, path: Path = []): Problem[] {
  if (typeof tree === 'string') return isHelmTemplate(tree) ? [{ path, message: TEMPLATED }] : [];
  if (Array.isArray(tree)) return tree.flatMap((item, index) => templateProblems(item, [...path, index]));
  if (!isMap(tree)) return [];
  return Object.entries(tree).flatMap(([key, value]) => templateProblems(value, [...path, key]));
}

/** What a template can refer to. */
export interface HelmContext {
  readonly release: string;
  readonly namespace: string;
  readonly values: unknown;
}

const REFERENCE = /\{\{-? *(\.[A-Za-z0-9_.]+) *-?\}\}/g;

/** `tree` with references such as `{{ .Release.Name }}` replaced. Templates with logic are kept. */
export function fillReferences(tree: unknown, context: HelmContext): unknown {
  if (typeof tree === 'string') return isHelmTemplate(tree) ? filled(tree, context) : tree;
  if (Array.isArray(tree)) return tree.map((item) => fillReferences(item, context));
  if (!isMap(tree)) return tree;
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, fillReferences(value, context)]));
}

function filled(text: string, { release, namespace, values }: HelmContext): string {
  const known: unknown = { Release: { Name: release, Namespace: namespace }, Values: values };
  return text.replaceAll(REFERENCE, (template, reference: string) => {
    const value = textOf(valueAt(known, reference.slice(1).split('.')));
    return value === undefined || isHelmTemplate(value) ? template : value;
  });
}
