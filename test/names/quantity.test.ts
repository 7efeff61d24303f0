import fc from 'fast-check';
import {
  canonicalQuantity,
  compareQuantities,
  DEVICE_NAME,
  nanos,
  QUANTITY,
  RESOURCE_NAME,
  unitFault,
} from '../../lib/names/quantity';

test.each([
  ['0', 0n],
  ['1', 10n ** 9n],
  ['+1', 10n ** 9n],
  ['100m', 10n ** 8n],
  ['1.5', 1_500_000_000n],
  ['1.', 10n ** 9n],
  ['.5', 500_000_000n],
  ['0.50', 500_000_000n],
  ['1n', 1n],
  ['1u', 1000n],
  ['1k', 10n ** 12n],
  ['1E', 10n ** 27n],
  ['2e3', 2n * 10n ** 12n],
  ['2E-3', 2_000_000n],
  ['1.5Ki', 1536n * 10n ** 9n],
  ['8Ei', 8n * 2n ** 60n * 10n ** 9n],
  ['0.1n', 1n],
  ['0.0000000001', 1n],
])('%s is %d billionths', (quantity, amount) => {
  expect(nanos(quantity)).toBe(amount);
});

test.each(['', '1 Gi', '1GB', '1gi', 'Gi', '-1', '1e', '1e3Ki', '1e999', '0x10', '1,5', '.', '1\n', 'NaN'])(
  '%j is not a quantity',
  (text) => {
    expect(new RegExp(QUANTITY).test(text)).toBe(false);
    expect(() => nanos(text)).toThrow('not a quantity');
  },
);

test.each([
  ['1', '1000m', 0],
  ['1Gi', '1024Mi', 0],
  ['1G', '1Gi', -1],
  ['1M', '1000k', 0],
  ['0.1', '100m', 0],
  ['1e3', '1k', 0],
  ['1001m', '1', 1],
])('%s compared with %s', (a, b, order) => {
  expect(compareQuantities(a, b)).toBe(order);
  expect(compareQuantities(b, a)).toBe(order === 0 ? 0 : -order);
});

test('every string that looks like a quantity is one, and equals itself', () => {
  return fc.assert(
    fc.property(fc.stringMatching(new RegExp(QUANTITY)), (text) => {
      expect(compareQuantities(text, text)).toBe(0);
    }),
  );
});

test('whole quantities compare like numbers, whatever their unit', () => {
  const units = { m: 1, '': 1000, k: 1e6, Ki: 1024e3 };
  const amount = fc.tuple(fc.integer({ min: 0, max: 1e6 }), fc.constantFrom(...(['m', '', 'k', 'Ki'] as const)));
  return fc.assert(
    fc.property(amount, amount, ([a, unit], [b, other]) => {
      expect(compareQuantities(`${a}${unit}`, `${b}${other}`)).toBe(Math.sign(a * units[unit] - b * units[other]));
    }),
  );
});

test('resources are the built-in ones, and devices with a domain', () => {
  const [resource, device] = [new RegExp(RESOURCE_NAME), new RegExp(DEVICE_NAME)];
  for (const name of ['cpu', 'memory', 'ephemeral-storage', 'hugepages-2Mi']) expect(resource.test(name)).toBe(true);
  for (const name of ['nvidia.com/gpu', 'devices.kubevirt.io/kvm', 'a/B_c.d']) {
    expect([resource.test(name), device.test(name)]).toEqual([true, true]);
  }
  for (const name of ['mem', 'CPU', 'hugepages', '/x', 'a/', 'a..b/c', 'a/b/c', `a/${'b'.repeat(64)}`]) {
    expect([resource.test(name), device.test(name)]).toEqual([false, false]);
  }
});

// As k8s.io/apimachinery v0.36.3 writes them after reading them.
test.each([
  ['2000m', '2'],
  ['1500m', '1500m'],
  ['0.5', '500m'],
  ['.5', '500m'],
  ['1.0', '1'],
  ['5.', '5.'],
  ['1.25', '1250m'],
  ['1.234', '1.234'],
  ['1.500', '1.500'],
  ['0m', '0'],
  ['0.0', '0'],
  ['1000', '1k'],
  ['1024', '1024'],
  ['1000000', '1M'],
  ['100M', '100M'],
  ['0.1n', '1n'],
  ['0.0001k', '100m'],
  ['007', '007'],
  ['+5', '+5'],
  ['+2000m', '2'],
  ['1e5', '100e3'],
  ['12e1', '120'],
  ['1E3', '1E3'],
  ['100e-4', '10e-3'],
  ['1024Mi', '1Gi'],
  ['2048Gi', '2Ti'],
  ['1536Mi', '1536Mi'],
  ['1025Gi', '1025Gi'],
  ['3.5Gi', '3584Mi'],
  ['0.1Gi', '107374182400m'],
  ['0.5Ki', '512'],
  ['1Ki', '1Ki'],
  ['0012Mi', '0012Mi'],
  ['0016Mi', '16Mi'],
  ['16Ei', '9223372036854775807'],
])('%s is written as %s', (quantity, written) => {
  expect(canonicalQuantity(quantity)).toBe(written);
});

test('the API server keeps what it has written, and it means the same quantity', () => {
  // Beyond these quantities, Kubernetes caps binary ones and misreads decimal ones.
  const isSound = (text: string) => nanos(text) < 2n ** 63n * 10n ** 9n;
  return fc.assert(
    fc.property(fc.stringMatching(new RegExp(QUANTITY)).filter(isSound), (text) => {
      const written = canonicalQuantity(text);
      expect(compareQuantities(written, text)).toBe(0);
      expect(canonicalQuantity(written)).toBe(written);
    }),
  );
});

test.each([
  ['512m', '512m is less than 512 bytes (did you mean 512Mi?)'],
  // 0.8Gi as Kubernetes writes it.
  ['858993459200m', undefined],
  ['0.8Gi', undefined],
])('an amount of memory of %s', (amount, fault) => expect(unitFault('memory', amount)).toBe(fault));

test.each([
  ['memory', '512', '512 is a number of bytes (did you mean 512Mi?)'],
  ['storage', '8', '8 is a number of bytes (did you mean 8Gi?)'],
  ['ephemeral-storage', '1048575', '1048575 is a number of bytes (did you mean 1048575Gi?)'],
  ['memory', '1048576', undefined],
  ['memory', '0', undefined],
  ['memory', '1k', undefined],
  ['storage', '1.5m', '1.5m is less than 2 bytes (did you mean 1.5Mi?)'],
  ['hugepages-2Mi', '4', '4 is a number of bytes (did you mean 4Gi?)'],
  ['hugepages-2Mi', '4Mi', undefined],
  ['nvidia.com/gpu', '2', undefined],
  ['nvidia.com/gpu', '2000m', undefined],
  ['nvidia.com/gpu', '500m', '500m is not a whole number of devices'],
  ['cpu', '2', undefined],
  ['cpu', '500m', undefined],
  ['cpu', '2Gi', '2Gi is not an amount of CPU (expected CPUs, such as 2 or 500m)'],
  ['cpu', '2k', '2k is not an amount of CPU (expected CPUs, such as 2 or 500m)'],
  [undefined, '512', undefined],
  ['memory', 'much', undefined],
])('the unit of %s: %s', (resource, quantity, fault) => expect(unitFault(resource, quantity)).toBe(fault));
