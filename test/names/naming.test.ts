// Names that are too long are shortened, but two different names never become the same.

import fc from 'fast-check';
import { DNS_LABEL, endsInHash, fullName, shorten, specHash, withoutHash } from '../../lib/names/naming';

const name = fc.stringMatching(/^[a-z]([-a-z0-9]{0,120}[a-z0-9])?$/);

test('a name within its limit is not changed', () => {
  expect(shorten('abc', 3)).toBe('abc');
});

test('a longer name keeps its beginning and ends in a hash of the whole name', () => {
  expect(shorten(`${'a'.repeat(60)}-proxy`, 52)).toMatch(/^a{41}-[0-9a-f]{10}$/);
});

test('a cut next to a dash leaves no double dash', () => {
  expect(shorten(`${'a'.repeat(40)}-${'b'.repeat(20)}`, 52)).toMatch(/^a{40}-[0-9a-f]{10}$/);
});

test('shortened names are valid, within the limit, and distinct', () => {
  fc.assert(
    fc.property(name, name, fc.integer({ min: 20, max: 63 }), (one, other, limit) => {
      const [short, shorter] = [shorten(one, limit), shorten(other, limit)];
      expect(short.length).toBeLessThanOrEqual(limit);
      expect(short).toMatch(new RegExp(DNS_LABEL));
      expect(short === shorter).toBe(one === other);
    }),
  );
});

test.each([
  ['eu', '', '', 'eu-daytona-region'],
  ['my-daytona-region', '', '', 'my-daytona-region'],
  ['eu', 'region', '', 'eu-region'],
  ['eu', '', 'custom', 'custom'],
  ['r'.repeat(53), '', '', 'r'.repeat(43)],
  [`${'r'.repeat(42)}-xxxxx`, '', '', 'r'.repeat(42)],
])('release %s, nameOverride "%s", fullnameOverride "%s": %s', (release, nameOverride, fullnameOverride, full) => {
  const source = { release, chart: 'daytona-region', nameOverride, fullnameOverride };
  expect(fullName(source, '-region-registration'.length)).toBe(full);
});

describe('the hash of a spec', () => {
  test.each([
    [{}, '0000007b7d'],
    [{ a: [1, 'é'] }, 'd14a5246db'],
  ])('is its text modulo a prime: %j', (spec, hash) => {
    expect(specHash(spec)).toBe(hash);
    expect(endsInHash(`job-${hash}`)).toBe(true);
  });

  test('differs if the specs differ', () => {
    const hashes = new Set<string>();
    for (let tag = 0; tag < 20_000; tag++)
      hashes.add(specHash({ image: `api:v0.${tag}.0`, args: 'x'.repeat(tag % 50) }));
    expect(hashes.size).toBe(20_000);
  });
});

test.each([
  ['job-0123456789', 'job', true],
  ['job-0123456789-abcdefabcd', 'job-0123456789', true],
  ['job-012345678', 'job-012345678', false],
  ['job-0123456789a', 'job-0123456789a', false],
  ['job-012345678g', 'job-012345678g', false],
  ['job.0123456789', 'job.0123456789', false],
  ['0123456789', '0123456789', false],
  ['-0123456789', '', true],
])('the hash at the end of %s', (name, without, isHash) => {
  expect(endsInHash(name)).toBe(isHash);
  expect(withoutHash(name)).toBe(without);
});
