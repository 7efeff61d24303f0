// The values that all charts have: what Kubernetes accepts as labels.

import { system } from '../../charts/runner-manager';
import { minimal } from '../charts/runner-manager/values';
import { problemsOf } from '../support/problems';

const problems = (values: object) => problemsOf(system, { ...minimal, ...values });

test.each(['', 'a', 'A_1.b-c', 'x'.repeat(63)])('%j is the value of a label', (value) => {
  expect(problems({ commonLabels: { team: value }, nodeSelector: { pool: value } })).toEqual([]);
});

test.each(['-a', 'a-', 'a b', 'x'.repeat(64)])('%j is not', (value) => {
  expect(problems({ commonLabels: { team: value }, nodeSelector: { pool: value } })).toHaveLength(2);
});
