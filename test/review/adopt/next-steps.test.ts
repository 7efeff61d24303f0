// The commands that take over a release, in order.

import { nextSteps, type TakeoverCommands } from '../../../lib/review/adopt/next-steps';

const stepsFor = (target: 'kubectl' | 'argocd' | 'flux', more: Partial<TakeoverCommands> = {}) =>
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
    ...more,
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

test('what must be done first, and what must be deleted, comes right before the apply', () => {
  const { after } = stepsFor('kubectl', {
    preparations: ['Dump the database.'],
    deletions: ['kubectl delete StatefulSet.v1.apps web-postgresql -n shop'],
  });
  expect(after.slice(0, 4)).toEqual([
    '# Dump the database.',
    '# The API server does not let these be changed; claims and their data stay.',
    'kubectl delete StatefulSet.v1.apps web-postgresql -n shop',
    'kubectl apply --server-side --force-conflicts -f dist/web.k8s.yaml',
  ]);
});

test('there is no record of Helm for what kubectl has applied', () => {
  const { all } = stepsFor('kubectl', { installer: 'kubectl' });
  expect(all.join('\n')).not.toMatch(/Helm|release-record/);
  expect(all.slice(-2)).toEqual(['# To go back:', 'sh plan/takeover.sh --rollback now.yaml']);
});
