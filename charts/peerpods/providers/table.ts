// The providers as a Markdown table.

import { PROVIDER_NAMES, providerNamed } from '.';
import type { Provider } from './catalog';

/** `A and B, or C`: the credentials for a login. */
export function describeLogins({ logins, secrets }: Provider, markUp = (name: string) => name): string {
  if (logins.length > 0) return logins.map((names) => names.map(markUp).join(' and ')).join(', or ');
  return Object.entries(secrets)
    .map(([name, { required }]) => `${markUp(name)}${required ? '' : ' if the connection needs it'}`)
    .join(' and ');
}

export const providerTable = (): string =>
  [
    '| `provider` | cloud | image | required settings | credentials |',
    '|---|---|---|---|---|',
    ...PROVIDER_NAMES.map((name) => row(name, providerNamed(name))),
    '',
  ].join('\n');

const code = (name: string) => `\`${name}\``;

function row(name: string, provider: Provider): string {
  const { title, removed, variant, own } = provider;
  const required = Object.entries(own).filter(([, setting]) => setting.required || setting.always);
  const cells = [
    code(name),
    removed ? `${title}; removed in ${removed.since}` : title,
    variant,
    required.map(([setting]) => code(setting)).join(', '),
    describeLogins(provider, code),
  ];
  return `| ${cells.join(' | ')} |`;
}
