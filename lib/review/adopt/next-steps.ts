// From a plan to a release that has been taken over: the commands, in order.

import type { Installer } from '../../render/lifecycle/adoption';
import { shellCommand } from '../../render/shell';
import type { Target } from '../../render/targets';

export interface TakeoverCommands {
  readonly installer: Installer;
  readonly target: Target;
  readonly release: string;
  readonly namespace: string;
  /** The command that renders the release. */
  readonly synth: string;
  /** Path of takeover.sh. */
  readonly script: string;
  /** The file with the output of `helm get manifest`. */
  readonly manifest: string;
  /** What must be done before the manifests are applied, as sentences. */
  readonly preparations: readonly string[];
  /** Commands that delete objects that cannot be changed. */
  readonly deletions: readonly string[];
}

export interface Steps {
  readonly all: readonly string[];
  /** Those after the script. */
  readonly after: readonly string[];
}

export function nextSteps({
  installer,
  target,
  release,
  synth,
  script,
  manifest,
  preparations,
  deletions,
}: TakeoverCommands): Steps {
  const apply = APPLY[target](`dist/${release}.k8s.yaml`);
  const after = [
    ...preparations.map((sentence) => `# ${sentence}`),
    ...(deletions.length > 0 ? ['# The API server does not let these be changed; claims and their data stay.'] : []),
    ...deletions,
    ...apply,
    ...(installer === 'helm'
      ? [
          '# When everything works: delete the record of Helm. Never run helm uninstall.',
          shellCommand(['sh', script, '--delete-release-record']),
        ]
      : []),
  ];
  return {
    all: [
      `${synth} -o dist`,
      shellCommand(['sh', script, '--dry-run']),
      shellCommand(['sh', script]),
      ...after,
      installer === 'helm' ? '# To go back, before that last step:' : '# To go back:',
      shellCommand(['sh', script, '--rollback', manifest]),
    ],
    after,
  };
}

const APPLY: Readonly<Record<Target, (file: string) => string[]>> = {
  kubectl: (file) => [shellCommand(['kubectl', 'apply', '--server-side', '--force-conflicts', '-f', file])],
  argocd: () => ['# Commit dist/ and sync it with the option ServerSideApply=true.'],
  flux: () => ['# Commit dist/ and let Flux reconcile it.'],
};
