// The commands that take over a release, in order.

import { nextSteps } from '../../../lib/review/adopt/next-steps';

const stepsFor = (target: 'kubectl' | 'argocd' | 'flux') =>
  nextSteps({
    installer: 'helm',
    target,
    release: 'web',
    namespace: 'shop',
    synth: 'sandbox-charts synth daytona-region',
    script: 'plan/takeover.sh',
    manifest: 'now.yaml',
    preparations: [],
    deletions: [],
  });

test("with kubectl, the release's file is applied after the takeover and before Helm's record is deleted", () => {
  const { all, after } = stepsFor('kubectl');
  expect(all).toEqual([
    'sandbox-charts synth daytona-region -o dist',
    'sh plan/takeover.sh --dry-run',
    'sh plan/takeover.sh',
    'kubectl apply --server-side --force-conflicts -f dist/web.k8s.yaml',
    '# When everything works: delete the record of Helm. Never run helm uninstall.',
    'sh plan/takeover.sh --delete-release-record',
    '# To go back, before that last step:',
    'sh plan/takeover.sh --rollback now.yaml',
  ]);
  expect(after).toEqual(all.slice(3, 6));
});

test.each([
  ['argocd', '# Commit dist/ and sync it with the option ServerSideApply=true.'],
  ['flux', '# Commit dist/ and let Flux reconcile it.'],
] as const)('with %s, the release is committed instead', (target, step) => {
  expect(stepsFor(target).after[0]).toBe(step);
  expect(stepsFor(target).all.join('\n')).not.toContain('kubectl apply');
});
