// A schema that uses everything in lib/values/schema, with and without defaults.

import {
  block,
  blocks,
  boolean,
  choice,
  integer,
  integerOrPercent,
  list,
  map,
  object,
  objectName,
  optional,
  text,
} from '../../lib/values/schema/schema';

export const everyBuilder = object(
  {
    id: text({
      description: 'Identifier of the release.',
      pattern: '^[a-z0-9]+$',
      expected: 'letters and digits',
    }),
    title: text({ description: 'Shown to people.', default: 'yes', maxLength: 20 }),
    version: text({ description: 'Version.', default: '1.10' }),
    digest: text({ description: 'Digest.', default: '', pattern: '^sha256:[0-9a-f]{8}$', expected: 'a digest' }),
    note: text({ description: 'Several lines.', default: 'one\n  two: # three\n' }),
    code: text({ description: 'Code that is not a number.', default: '0123' }),
    replicas: integer({ description: 'Number of pods.', default: 2, minimum: 0, maximum: 10 }),
    delta: integer({ description: 'Any whole number.', default: 0 }),
    surge: integerOrPercent({ description: 'Pods above the number.', default: '25%', minimum: 0 }),
    debug: boolean({ description: 'Whether to say more.', default: false }),
    level: choice(['debug', 'info'], { description: 'Log level.', default: 'info' }),
    ratio: choice([1, 2], { description: 'Factor.', default: 2 }),
    size: optional(integer({ description: 'Bytes; left out, there is no limit.', minimum: 1 })),
    hosts: list(text({ description: 'Host.', minLength: 1 }), {
      description: 'Names to answer to.',
      default: ['a', 'on'],
    }),
    ports: list(
      object({
        name: text({ description: 'Name of the port.', minLength: 1 }),
        port: integer({ description: 'Number of the port.', default: 80, minimum: 1 }),
      }),
      { description: 'Ports.', default: [{ name: 'http', port: 80 }] },
    ),
    pullSecrets: list(objectName({ description: 'Name of a Secret.' }), { description: 'Secrets.', default: [] }),
    labels: map(text({ description: 'Value.' }), {
      description: 'Labels.',
      default: { team: 'x', 'example.com/on': 'off' },
      keys: '^[a-z./]+$',
      expectedKeys: 'a label key',
    }),
    pools: map(object({ size: integer({ description: 'Nodes.', default: 1 }) }), {
      description: 'Pools.',
      default: {},
    }),
    affinity: block<object>('Affinity', { description: 'Affinity.', default: {} }),
    context: block<object>('SecurityContext', {
      description: 'Security context.',
      default: { runAsUser: 1000, capabilities: { drop: ['ALL'] } },
    }),
    tolerations: blocks<object>('Toleration', { description: 'Tolerations.', default: [] }),
    auth: object(
      {
        user: text({ description: 'User.', minLength: 1 }),
        password: text({ description: 'Password.', minLength: 8, secret: true, expected: 'at least 8 characters' }),
        hint: optional(text({ description: 'Shown after a failed login.' })),
      },
      { description: 'Login.', renamed: { passwd: 'auth.password' } },
    ),
    proxy: optional(
      object(
        {
          url: text({ description: 'Address.', minLength: 1 }),
          port: integer({ description: 'Port.', default: 3128 }),
        },
        { description: 'Proxy on the way out.' },
      ),
    ),
    extra: object({ color: optional(choice(['red', 'green'], { description: 'Color.' })) }, { description: 'Extras.' }),
    nested: object({ inner: object({ flag: boolean({ description: 'Flag.', default: true }) }) }),
  },
  { description: 'Every builder.' },
);

/** The minimum values. */
export const required = { id: 'a1', auth: { user: 'me', password: 'correct-horse' } };
