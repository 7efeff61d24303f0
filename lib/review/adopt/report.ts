// What a plan does to each object, for people.

import { describe, type Manifest, objectKey } from '../../k8s/object/manifest';
import { withoutHash } from '../../names/naming';
import { shellCommand } from '../../render/shell';
import { formatPath } from '../../values/path';
import { visible } from '../../values/visible';
import { diff } from '../diff/diff';
import { changeLines, WORDS } from '../diff/report/format';
import { type ReportedObject, reportOf } from '../diff/report/report';
import { isHook } from './installed';
import type { Plan } from './plan';
import { deletion } from './takeover';

export interface ReportSettings {
  readonly release: string;
  readonly namespace: string;
  readonly chart: string;
  /** The whole manifest, hooks included. */
  readonly manifest: readonly Manifest[];
  /** Commands from here to the end, in order. */
  readonly steps: readonly string[];
}

/** `report.md`. */
export function adoptionReport(plan: Plan, settings: ReportSettings): string {
  const { installed, rendered } = plan;
  const found = diff(installed, rendered.objects);
  const { objects } = reportOf(found, [...installed, ...rendered.objects]);
  const by = (action: ReportedObject['action']) => objects.filter((object) => object.action === action);
  const changed = by('changed');
  const isRecreated = ({ classes }: ReportedObject) => classes.includes('recreates');
  const kept = installed.filter((object) => !objects.some((one) => isSame(one, object)));
  const left = installed.filter((object) => by('removed').some((one) => isSame(one, object)));
  return [
    `# Taking over Helm release ${settings.release}\n`,
    `Chart ${settings.chart}, namespace ${settings.namespace}: ${installed.length} objects in the Helm release, ${rendered.objects.length} in the new manifests.\n`,
    section('Steps', [fenced('sh', settings.steps)]),
    section('For you to decide', plan.decisions.map(bullet)),
    section('Programs that change', [...plan.others.map(programLine), ...imageLines(changed)]),
    section('Credentials', credentialLines(plan)),
    section('Must be recreated', recreated(changed.filter(isRecreated), installed, rendered.objects)),
    section('Changed', changed.filter((object) => !isRecreated(object)).map(detail)),
    section('Left over', leftOver(left)),
    section(
      'New',
      by('added').map((object) => bullet(`\`${nameOf(object)}\``)),
    ),
    section(
      'Kept as they are',
      kept.map((object) => bullet(`\`${describe(object)}\``)),
    ),
    section(
      'Hooks of Helm',
      settings.manifest
        .filter(isHook)
        .map((object) => bullet(`\`${describe(object)}\` is Helm's own and is not taken over`)),
    ),
    section(
      'Values that are not carried over',
      plan.left.map(({ path, message }) => bullet(`\`${formatPath(path)}\`: ${visible(message)}`)),
    ),
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

/** Images that differ although the chart could have kept them. */
function imageLines(changed: readonly ReportedObject[]): string[] {
  return changed.flatMap((object) =>
    object.fields
      .filter(({ field, before, after }) => field.endsWith('.image') && before !== undefined && after !== undefined)
      .map(({ before, after }) =>
        bullet(`\`${nameOf(object)}\`: \`${visible(String(before))}\` becomes \`${visible(String(after))}\``),
      ),
  );
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
    ...(created.length > 0 ? [bullet(`new, because the Helm release has none: ${listed(created)}`)] : []),
    ...(published.length > 0
      ? [
          bullet(
            `**publicly known, and kept for now:** ${listed(published)}. Replace them: see "Replace published defaults" in the documentation on adopting`,
          ),
        ]
      : []),
  ];
}

const listed = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

function detail(object: ReportedObject): string {
  const classes = object.classes.map((name) => WORDS[name]).join(', ');
  const lines = [...object.widens.map((message) => `! ${message}`), ...object.fields.flatMap(changeLines)];
  return `<details><summary>${nameOf(object)}: ${classes}</summary>\n\n${fenced('diff', lines)}\n\n</details>`;
}

function recreated(
  changed: readonly ReportedObject[],
  installed: readonly Manifest[],
  now: readonly Manifest[],
): string[] {
  const isRenamed = ({ kind, name }: ReportedObject) =>
    kind === 'Job' &&
    !now.some(
      (object) =>
        object.kind === kind &&
        object.metadata.name === name &&
        installed.some((old) => old.kind === kind && withoutHash(old.metadata.name) === name),
    );
  const olds = changed.flatMap((object) =>
    installed.filter(
      (old) =>
        isSame(object, old) ||
        (isRenamed(object) && old.kind === 'Job' && withoutHash(old.metadata.name) === withoutHash(object.name)),
    ),
  );
  if (changed.length === 0) return [];
  return [
    'The API server does not let these be changed. Delete each right before you apply; claims of a StatefulSet and their data stay.\n',
    fenced('sh', [...new Set(olds.map((old) => shellCommand(['kubectl', ...deletion(old)])))]),
    ...changed.map(detail),
  ];
}

const HOLDS_DATA = ['PersistentVolumeClaim', 'Secret', 'Namespace'];

function leftOver(left: readonly Manifest[]): string[] {
  if (left.length === 0) return [];
  const data = left.filter(({ kind }) => HOLDS_DATA.includes(kind));
  const others = left.filter(({ kind }) => !HOLDS_DATA.includes(kind));
  return [
    'These are not in the new manifests and stay in the cluster.\n',
    ...(others.length > 0
      ? [
          `Delete them once the new release works:\n\n${fenced(
            'sh',
            others.map((object) => shellCommand(['kubectl', ...deletion(object)])),
          )}`,
        ]
      : []),
    ...(data.length > 0
      ? [
          `They hold data. Keep them until you know that nothing needs it:\n\n${data.map((object) => bullet(`\`${describe(object)}\``)).join('\n')}`,
        ]
      : []),
  ];
}

const nameOf = ({ kind, namespace, name }: ReportedObject): string =>
  visible(namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`);

const isSame = ({ group, kind, namespace = '', name }: ReportedObject, object: Manifest): boolean =>
  [group, kind, namespace, name].join('/') === objectKey(object);
