// The effect of a plan on each object, for people.

import { describe, type Manifest } from '../../k8s/object/manifest';
import { canonicalImage } from '../../names/image-parts';
import { formatPath, type Path } from '../../values/path';
import { visible } from '../../values/visible';
import { changeLines, WORDS } from '../diff/report/format';
import type { ReportedObject } from '../diff/report/report';
import type { Changes } from './changes';
import { deletionCommand } from './kubectl-words';
import type { Plan } from './plan';
import { isHook, secretData } from './running/installed';

export interface ReportSettings {
  /** What is taken over: `the Helm release web`. */
  readonly what: string;
  readonly namespace: string;
  readonly chart: string;
  readonly changes: Changes;
  /** The whole manifest, including hooks. */
  readonly manifest: readonly Manifest[];
  /** Whether the user set a value; the others are defaults of the Helm chart. */
  readonly isGiven: (path: Path) => boolean;
  /** The remaining commands, in order. */
  readonly steps: readonly string[];
}

/** `report.md`. */
export function adoptionReport(plan: Plan, settings: ReportSettings): string {
  const { installed, rendered } = plan;
  const { changes } = settings;
  return [
    `# Taking over ${settings.what}\n`,
    `Chart ${settings.chart}, namespace ${settings.namespace}: ${installed.length} objects today, ${rendered.objects.length} in the new manifests.\n`,
    section('Steps', [fenced('sh', settings.steps)]),
    section('For you to decide', plan.decisions.map(bullet)),
    section('Programs that change', programs(plan, changes)),
    section('Credentials', [...credentialLines(plan), ...unreadKeys(plan)]),
    section('Must be recreated', recreated(changes)),
    section('Changed', changes.changed.map(detail)),
    section('Left over', leftOver(changes.left)),
    section(
      'New',
      changes.added.map((object) => bullet(`\`${describe(object)}\``)),
    ),
    section(
      'Kept as they are',
      changes.unchanged.map((object) => bullet(`\`${describe(object)}\``)),
    ),
    section(
      'Hooks of Helm',
      settings.manifest
        .filter(isHook)
        .map((object) => bullet(`\`${describe(object)}\` is Helm's own and is not taken over`)),
    ),
    section('Values that are not carried over', leftValues(plan, settings)),
    section(
      'Warnings',
      plan.warnings.map(({ path, message }) => bullet(`\`${formatPath(path)}\` ${visible(message)}`)),
    ),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

const section = (title: string, parts: readonly string[]): string =>
  parts.length === 0 ? '' : `## ${title}\n\n${parts.join('\n')}\n`;

const bullet = (text: string): string => `- ${text}`;

const fenced = (language: string, lines: readonly string[]): string =>
  [`\`\`\`${language}`, ...lines, '```'].join('\n');

const programLine = ({ container, runs, will, because }: Plan['others'][number]): string =>
  bullet(`\`${container}\` runs \`${visible(runs)}\` and will run \`${visible(will)}\`: ${visible(because)}`);

/** Images that are not kept, and those that differ although the chart could have kept them. */
function programs({ others }: Plan, { changed, recreated: anew }: Changes): string[] {
  const known = new Set(others.map(({ container }) => container));
  const images = [...changed, ...anew].flatMap((object) =>
    object.fields.flatMap(({ field, before, after }) => {
      const container = /containers\[name=([^\]]+)\]\.image$/i.exec(field)?.[1];
      if (container === undefined || before === undefined || after === undefined) return [];
      if (known.has([object.kind, object.name, container].join('/'))) return [];
      if (canonicalImage(String(before)) === canonicalImage(String(after))) return [];
      return [bullet(`\`${nameOf(object)}\`: \`${visible(String(before))}\` becomes \`${visible(String(after))}\``)];
    }),
  );
  return [...others.map(programLine), ...images];
}

function credentialLines({ credentials, created, published }: Plan): string[] {
  const kept = credentials.filter(({ text }) => text !== undefined);
  return [
    ...(kept.length > 0
      ? [bullet(`kept byte for byte as they run: ${listed(kept.map(({ path }) => formatPath(path)))}`)]
      : []),
    ...kept
      .filter(({ differs }) => differs.length > 0)
      .map(({ path, place, differs }) =>
        bullet(
          `\`${formatPath(path)}\` is taken from \`${place}\`; ${listed(differs)} now has another one, and will get this one`,
        ),
      ),
    ...(created.length > 0 ? [bullet(`new, because there is none today: ${listed(created)}`)] : []),
    ...(published.length > 0
      ? [
          bullet(
            `**publicly known, and kept for now:** ${listed(published)}. Replace them: see "Replace published defaults" in the documentation on adopting`,
          ),
        ]
      : []),
  ];
}

/** Contents of Secrets that no program will read anymore. */
function unreadKeys({ installed, rendered }: Plan): string[] {
  const now = secretData(rendered.objects);
  const gone = [...secretData(installed)].flatMap(([name, data]) => {
    const kept = now.get(name);
    return kept === undefined ? [] : [...data.keys()].filter((key) => !kept.has(key)).map((key) => ({ name, key }));
  });
  return gone.map(({ name, key }) => bullet(`\`${key}\` of \`Secret ${name}\` goes: nothing will read it there`));
}

const listed = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

function detail(object: ReportedObject): string {
  const classes = object.classes.map((name) => WORDS[name]).join(', ');
  const lines = [...object.widens.map((message) => `! ${message}`), ...object.fields.flatMap(changeLines)];
  return `<details><summary>${nameOf(object)}: ${classes}</summary>\n\n${fenced('diff', lines)}\n\n</details>`;
}

function recreated({ recreated: objects, deleted }: Changes): string[] {
  if (objects.length === 0) return [];
  return [
    'The API server does not let these be changed. Delete each right before you apply; claims of a StatefulSet and their data stay.\n',
    fenced('sh', deleted.map(deletionCommand)),
    ...objects.map(detail),
  ];
}

const HOLDS_DATA = ['PersistentVolumeClaim', 'Secret', 'Namespace'];
const OF_OTHERS = ['RuntimeClass', 'CustomResourceDefinition', 'PriorityClass', 'StorageClass'];

function leftOver(left: readonly Manifest[]): string[] {
  if (left.length === 0) return [];
  const [data, shared] = [HOLDS_DATA, OF_OTHERS].map((kinds) => left.filter(({ kind }) => kinds.includes(kind)));
  const others = left.filter(({ kind }) => ![...HOLDS_DATA, ...OF_OTHERS].includes(kind));
  return [
    'These are not in the new manifests and stay in the cluster.\n',
    ...(others.length > 0
      ? [`Delete them once the new release works:\n\n${fenced('sh', others.map(deletionCommand))}`]
      : []),
    ...kept('They hold data. Keep them until you know that nothing needs it:', data),
    ...kept('Other workloads may use them. Keep them until you know that nothing does:', shared),
  ];
}

const kept = (title: string, objects: readonly Manifest[] = []): string[] =>
  objects.length === 0
    ? []
    : [`\n${title}\n\n${objects.map((object) => bullet(`\`${describe(object)}\``)).join('\n')}`];

/** The user's values one by one; those of the Helm chart, of which there may be hundreds, together. */
function leftValues({ left }: Plan, { isGiven }: ReportSettings): string[] {
  const defaults = left.filter(({ path }) => !isGiven(path));
  const groups = new Map<string, string[]>();
  for (const { path, message } of defaults) {
    const title = `\`${formatPath(path.slice(0, -1)) || '(top level)'}\`, ${visible(message)}`;
    groups.set(title, [...(groups.get(title) ?? []), String(path.at(-1))]);
  }
  const lines = [...groups].map(([title, keys]) => bullet(`${title}: ${listed(keys)}`));
  return [
    ...left
      .filter(({ path }) => isGiven(path))
      .map(({ path, message }) => bullet(`\`${formatPath(path)}\`: ${visible(message)}`)),
    ...(lines.length > 0
      ? [
          `\n<details><summary>${defaults.length} settings that no file of yours sets</summary>\n\n${lines.join('\n')}\n\n</details>`,
        ]
      : []),
  ];
}

const nameOf = ({ kind, namespace, name }: ReportedObject): string =>
  visible(namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`);
