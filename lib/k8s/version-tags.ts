// The image tags of the chosen version of a chart.

/** Tags of images, as in a values file; an image that is written as one text stands whole. */
export interface TagTree {
  readonly [key: string]: string | TagTree;
}

/** The tag that the version gives the image at this path of the values: what an empty tag means. */
export function versionTag(
  { chart }: { readonly chart: { readonly tags?: TagTree } },
  ...path: readonly string[]
): string {
  let found: string | TagTree | undefined = chart.tags;
  for (const key of path) found = typeof found === 'object' ? found[key] : undefined;
  if (typeof found !== 'string') throw new Error(`no version of the chart has ${path.join('.')}`);
  return found;
}
