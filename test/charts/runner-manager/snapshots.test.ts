// Whole releases, to be read line by line when they change.

import { system } from '../../../charts/runner-manager';
import { render, yamlOf } from '../../support/render';
import { documented, everything, withRunner } from './values';

test('the manifest of the documents', () => {
  expect(yamlOf(render(system, documented, { namespace: 'your-namespace' }))).toMatchSnapshot();
});

test('a runner with credentials in Secrets of the release', () => {
  expect(yamlOf(render(system, withRunner))).toMatchSnapshot();
});

test('everything, with sandboxes in a namespace of their own', () => {
  expect(yamlOf(render(system, everything))).toMatchSnapshot();
});
