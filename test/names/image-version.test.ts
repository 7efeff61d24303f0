import { isOlder } from '../../lib/names/image-version';

test.each([
  ['v0.158.4-k8s-amd64', 'v0.173.0', true],
  ['v0.139.1-rc.1', 'v0.139.1', false],
  ['v0.173.0', 'v0.173.0', false],
  ['0.172.9', 'v0.173.0', true],
  ['v0.1580.0', 'v0.158.9', false],
  ['v1.0.0', 'v0.999.0', false],
  ['latest', 'v0.173.0', undefined],
  ['v0.173', 'v0.173.0', undefined],
  ['1.2.3.4', 'v0.173.0', undefined],
  ['', 'v0.173.0', undefined],
])('%s before %s: %s', (tag, version, expected) => {
  expect(isOlder(tag, version)).toBe(expected);
});
