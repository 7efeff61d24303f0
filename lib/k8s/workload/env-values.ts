// Environment variables as values: `services.*.env` has the variables that the chart knows, and passes on any others.

import { openObject, type TSchema, text } from '../../values/schema/schema';

/** A variable. If an empty one is derived, the description says from what. */
export const variable = (description: string, value = '') => text({ description, default: value });

const PORT = '([1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5])';

export const portVariable = (description: string) =>
  text({
    description,
    default: '',
    pattern: `^${PORT}$`,
    expected: 'a port from 1 to 65535',
  });

/** A switch as a string. Empty means the chart decides. */
export const switchVariable = (description: string, value: '' | 'true' | 'false' = '') =>
  text({ description, default: value, pattern: '^(true|false)$', expected: 'true or false' });

const HOST = '([A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?\\.)*[A-Za-z]([-A-Za-z0-9]*[A-Za-z0-9])?';
const OCTET = '(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const IPV4 = `${OCTET}(\\.${OCTET}){3}`;

export const urlVariable = (description: string) =>
  text({
    description,
    default: '',
    pattern: `^https?://(${HOST}|${IPV4})(:${PORT})?(/[-A-Za-z0-9._~/]*)?$`,
    expected: 'an http or https URL',
  });

/** A host that an Ingress serves, with an optional port. */
export const hostVariable = (description: string) =>
  text({
    description,
    default: '',
    pattern: `^([a-z0-9]([-a-z0-9]*[a-z0-9])?\\.)*[a-z]([-a-z0-9]*[a-z0-9])?(:${PORT})?$`,
    maxLength: 200,
    expected: 'a host name in lowercase, with or without a port',
  });

/** `env` of a service. */
export const envValues = <P extends Record<string, TSchema>>(known: P | (() => P)) =>
  openObject(
    known,
    text({ description: 'Any other environment variable, passed unchanged.', secret: true, verbatim: true }),
    {
      description: 'Environment variables.',
    },
  );

/** The variables in `env` that its schema does not know. */
export function unknownVariables(schema: TSchema, env: Readonly<Record<string, unknown>>): Record<string, string> {
  const others = Object.entries(env).filter(([name]) => !Object.hasOwn(schema.properties, name));
  return Object.fromEntries(others.map(([name, value]) => [name, String(value)]));
}
