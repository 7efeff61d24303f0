const assert = require('node:assert/strict');
const { join } = require('node:path');
const { test } = require('node:test');
const { renderRelease } = require('sandbox-charts/testing');

const file = join(__dirname, '..', 'releases.yaml');

test('the greeter runs from the mirror, and needs its Secret', () => {
  const greeter = renderRelease(file, 'greeter', { allowCode: true });
  const [server] = greeter.find('Deployment').spec.template.spec.containers;
  assert.equal(server.image, 'mirror.example.com/greeter/server:1.2.0');
  assert.deepEqual(greeter.warnings, []);
  assert.ok(greeter.requirements.objects.some(({ kind, name }) => kind === 'Secret' && name === 'greeter-token'));
});
