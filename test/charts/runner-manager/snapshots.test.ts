// Complete releases, to be reviewed line by line when they change.

import { system } from '../../../charts/runner-manager';
import { render, yamlOf } from '../../support/render';
import { documented, everything, withRunner } from './values';

test('the documented manifest', () => {
  expect(yamlOf(render(system, documented, { namespace: 'your-namespace' }))).toMatchSnapshot();
});

test('a runner with credentials in Secrets of the release', () => {
  expect(yamlOf(render(system, withRunner))).toMatchSnapshot();
});

test('everything, with sandboxes in their own namespace', () => {
  expect(yamlOf(render(system, everything))).toMatchSnapshot();
});
