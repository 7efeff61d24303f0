// A Renovate preset that finds the image tags in values files and releases files. Generated from the schemas, because
// most values files set a tag without the repository, which is a default of the chart.

const FILES = ['/(^|/)[^/]*values\\.ya?ml$/', '/(^|/)[^/]*releases\\.ya?ml$/', '/(^|/)values/[^/]+\\.ya?ml$/'];

/** Keys that hold the name of an image next to its tag. */
const NAMES = ['repository', 'name', 'reference', 'image'];

/** The images that a schema has values for: in parts next to a tag, or as one text. */
function* imagesIn(schema, path = []) {
  for (const [key, value] of Object.entries(schema.properties ?? {})) {
    const { properties = {} } = value;
    const name = NAMES.find((candidate) => properties[candidate] !== undefined);
    if (properties.tag && name) {
      const { registry = {}, [name]: repository } = properties;
      yield { path: [...path, key], name, registry: registry.default ?? '', repository: repository.default };
    } else if (/(^i|I)mage$/.test(key) && value.properties === undefined) {
      yield { path: [...path, key] };
    }
    yield* imagesIn(value, [...path, key]);
  }
}

const text = (value) => JSON.stringify(value);
const step = (key) => (/^[A-Za-z]\w*$/.test(key) ? key : `\`${key}\``);

/** A JSONata expression for the dependency of an image. */
function dependency({ path: keys, name, registry, repository }) {
  if (name === undefined) {
    const parts = '/^([^@]+?):([^\\/:@]+)(?:@(sha256:[0-9a-f]{64}))?$/';
    const found = '{"depName": $parts[0], "currentValue": $parts[1], "currentDigest": $parts[2] != "" ? $parts[2]}';
    return `$[$type($) = "string"].($parts := $match($, ${parts}).groups; $parts ? ${found})`;
  }
  const host = `($exists(registry) ? registry : ${text(registry)})`;
  const path = `($exists(${name}) and ${name} != "" ? ${name} : ${text(repository)})`;
  const image = `($contains(${host}, /^(docker\\.io)?$/) ? "" : ${host} & "/") & ${path}`;
  const isPinned = '$exists(digest) and digest != ""';
  // Renovate changes tag and digest together only if the name of the dependency is in the file.
  const label = text(keys.at(-2) ?? keys.at(-1));
  // Without a default, the image is that of another component.
  const isNamed = repository === '' ? ` and $exists(${name}) and ${name} != ""` : '';
  const found = `{"depName": ${isPinned} ? ${label} : $image, "packageName": $image, "currentValue": $string(tag), "currentDigest": ${isPinned} ? digest}`;
  return `$[$type($) = "object" and $exists(tag) and $string(tag) != ""${isNamed}].($image := ${image}; ${found})`;
}

const keyOf = ({ path }) => path.join('.');

/** The charts whose schema has an image at the same place with another name need the keys that only they have. */
function guarded(charts, chart, image) {
  const same = charts.flatMap(({ name, images }) =>
    images.filter((other) => keyOf(other) === keyOf(image)).map((other) => ({ name, repository: other.repository })),
  );
  return same.some(({ repository }) => repository !== image.repository)
    ? { chart: chart.name, keys: ownKeys(charts, chart) }
    : undefined;
}

const ownKeys = (charts, { name, schema }) =>
  Object.keys(schema.properties).filter(
    (key) => !charts.some((other) => other.name !== name && Object.hasOwn(other.schema.properties, key)),
  );

/** Values are the content of a values file, or a map in a releases file. */
function roots(guard) {
  if (!guard) return '[$, releases.set, defaults.set]';
  const isOwn = `$count($keys($)[$ in ${text(guard.keys)}]) > 0`;
  const of = `[chart = ${text(guard.chart)}].set`;
  return `[(${isOwn} ? $), releases${of}, defaults${of}]`;
}

export function renovatePreset(registry) {
  const charts = registry.map(({ name, load }) => {
    const { schema } = load();
    return { name, schema, images: [...imagesIn(schema)] };
  });
  const queries = charts.flatMap((chart) =>
    chart.images.map((image) => {
      const root = roots(guarded(charts, chart, image));
      return `${root}.${image.path.map(step).join('.')}.(${dependency(image)})`;
    }),
  );
  return {
    $schema: 'https://docs.renovatebot.com/renovate-schema.json',
    description: 'Image tags and digests in the values files and releases files of sandbox-charts',
    customManagers: [
      {
        customType: 'jsonata',
        fileFormat: 'yaml',
        managerFilePatterns: FILES,
        matchStrings: [...new Set(queries)],
        datasourceTemplate: 'docker',
      },
    ],
    packageRules: [
      {
        description: 'MinIO tags images with the time of the release',
        matchPackageNames: ['quay.io/minio/*'],
        versioning: 'regex:^RELEASE\\.(?<major>\\d{4})-(?<minor>\\d{2})-(?<patch>\\d{2})T(?<build>[\\d-]+)Z$',
      },
    ],
  };
}
