// Renders one chart, or every release of a releases file. The work is done in ../run/synth.

import { type Command, Option } from 'commander';
import {
  KUBE_VERSIONS,
  type KubeVersion,
  kubeVersionOf,
  OLDEST,
  unsupportedVersion,
} from '../../lib/names/kube-version';
import { MOST_SHARDS, parseShard, type Shard } from '../../lib/releases/shard';
import type { ChartEntry } from '../../lib/render/registry';
import { TARGETS, type Target } from '../../lib/render/targets';
import { appVersion, chartArgument } from '../flags/chart-argument';
import { examples } from '../flags/examples';
import { layouts, type SynthFlags } from '../flags/flags';
import { folder, outputFolder } from '../flags/output-option';
import { repeatable } from '../flags/repeatable';
import { UsageError, unknownWord } from '../flags/usage';
import { type OptionDefinition, option } from '../flags/used-options';
import type { CommandContext } from './context';

const releaseOptions = (): OptionDefinition[] => [
  option('--name <name>', "name of the release (default: the chart's name)"),
  option('-n, --namespace <namespace>', "namespace of the objects (default: the chart's)"),
  appVersion,
  repeatable('-f, --values <file>', 'values file, - for standard input; later files override earlier ones'),
  repeatable('--set-json <path=json>', 'a value as JSON; overrides values files'),
  repeatable('--set <path=value>', 'values as in Helm (a.b=1,c[0]=x); overrides --set-json'),
  repeatable('--set-string <path=text>', 'like --set, but always a string; overrides --set'),
  repeatable('--set-file <path=file>', 'the content of a file; overrides --set-string'),
  repeatable('--set-literal <path=text>', 'a string, with commas and backslashes as they are; overrides all others'),
  repeatable('--patch <file>', 'patches of the rendered objects, and extra objects'),
];

/** The options that select what to render, and how Secrets are delivered. */
export function addSelection(command: Command, context: CommandContext): Command {
  addSource(command, context);
  context.options.add(command, [
    repeatable('--only <release>', 'only this release of the releases file; * matches any text'),
  ]);
  return addAllowOutside(addFinish(command, context), context);
}

/** The same for commands with a release as argument. */
export const addSelectionOfOne = (command: Command, context: CommandContext): Command =>
  addAllowOutside(addFinish(addSource(command, context), context), context);

function addSource(command: Command, { options }: CommandContext): Command {
  const release = releaseOptions();
  const names = () => release.map(({ flags }) => new Option(flags).attributeName());
  return options.add(command, [
    ...release,
    option('-c, --config <file>', 'releases file (default without a chart: releases.yaml)', (created) =>
      created.conflicts(names()),
    ),
  ]);
}

export const addFinish = (command: Command, { options }: CommandContext): Command =>
  options.add(command, [
    repeatable(
      '--secrets <mode>',
      'inline (default), existing, external-secrets, sealed-secrets or sops; NAME=MODE for one Secret',
    ),
    option(
      '--kube-version <version>',
      `version of Kubernetes to check for: ${KUBE_VERSIONS.join(', ')} (default: ${OLDEST})`,
      (created) => created.argParser(kubeVersion),
    ),
    option('--image-lock <file>', 'pin every image by digest; the file has a line IMAGE DIGEST for each'),
    option('--certificate <file>', 'certificate of the sealed-secrets controller'),
    option('--secret-store <store>', 'SecretStore for external-secrets, or ClusterSecretStore/NAME'),
    option('--applyset <name>', 'label all objects as an ApplySet whose parent is a ConfigMap of this name'),
    option('--target <target>', 'tool that applies the manifests (default: kubectl)', (created) =>
      created.choices(TARGETS).argParser(targetOf),
    ),
  ]);

export const addAllowOutside = (command: Command, { options }: CommandContext): Command =>
  options.add(command, [
    option('--allow-outside', 'allow a releases file to use files and folders outside its own folder'),
  ]);

function kubeVersion(text: string): KubeVersion {
  const version = kubeVersionOf(text);
  if (version) return version;
  throw new UsageError(`--kube-version: ${unsupportedVersion(text)}`);
}

export function targetOf(word: string): Target {
  const target = TARGETS.find((known) => known === word);
  if (target) return target;
  throw unknownWord('target', word, TARGETS);
}

function shardOf(word: string): Shard {
  const shard = parseShard(word);
  if (shard) return shard;
  throw new UsageError(`--shard ${JSON.stringify(word)} (expected I/N from 1/1 to ${MOST_SHARDS}/${MOST_SHARDS})`);
}

export function synthCommand(command: Command, context: CommandContext): void {
  const { registry, io, version: tool, options } = context;
  command
    .description('Render a chart, or the releases of a file, to manifests')
    .addArgument(chartArgument(registry, '[chart]'));
  addSelection(command, context);
  options
    .add(command, [
      outputFolder('folder to write to (default: dist)', 'use --stdout for standard output'),
      option('--shard <i/n>', 'only one of n shares of the releases, for parallel jobs (2/10)', (created) =>
        created.conflicts(['only', 'ociLayout']).argParser(shardOf),
      ),
      option('--stdout', 'write a single YAML stream to standard output instead', (created) =>
        created.conflicts(['output', 'layout', 'delivery']),
      ),
      option('--layout <layout>', 'a file per release (default) or per object', (created) => created.choices(layouts)),
      repeatable(
        '--delivery <key=value>',
        'also write the Argo CD or Flux objects that refer to the manifests (folder=clusters/prod)',
      ),
      folder('--oci-layout <dir>', 'also write the output folders as an OCI image layout', { conflicts: ['stdout'] }),
      option('--validate', 'also validate all objects against the Kubernetes API schema'),
      option('--watch', 'render again whenever an input file changes', (created) => created.conflicts('stdout')),
    ])
    .addHelpText('after', () =>
      examples([
        ['sandbox-charts synth runner-manager -n runners -f values.yaml', 'write dist/runner-manager.k8s.yaml'],
        ['sandbox-charts synth runner-manager -f values.yaml --stdout | kubectl diff -f -', 'compare with the cluster'],
        ['sandbox-charts synth dozlab-session --name lab-7 -f lab.yaml --set session.id=7a', 'set a single value'],
        ['sandbox-charts synth -c releases.yaml --only lab-7', 'one release of a releases file'],
        ['sandbox-charts synth --shard 2/10', 'the second of ten jobs; see merge'],
      ]),
    )
    .action((chart: ChartEntry | undefined, flags: SynthFlags) => {
      const { synth } = require('../run/synth') as typeof import('../run/synth');
      const render = () => synth(io, tool, registry, chart, flags);
      if (!flags.watch) return render();
      const { watch } = require('../run/watch') as typeof import('../run/watch');
      return watch(io, flags, render, command.optsWithGlobals());
    });
}
