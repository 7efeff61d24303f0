// The image tags of the chosen version of a chart.

/** Image tags in the structure of a values file; the whole reference for an image that is a single string. */
export interface TagTree {
  readonly [key: string]: string | TagTree;
}

/** The version's tag for the image at this path of the values: the meaning of an empty tag. */
export function versionTag(
  { chart }: { readonly chart: { readonly tags?: TagTree } },
  ...path: readonly string[]
): string {
  let found: string | TagTree | undefined = chart.tags;
  for (const key of path) found = typeof found === 'object' ? found[key] : undefined;
  if (typeof found !== 'string') throw new Error(`no version of the chart has ${path.join('.')}`);
  return found;
}
