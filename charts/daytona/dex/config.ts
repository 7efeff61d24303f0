// The configuration of Dex. It refers to variables with the password hashes, which are in a Secret.

import { mapOf } from '../../../lib/yaml/yaml';
import { issuerPath, listenPorts } from '../connections/addresses';
import { partsOf } from '../connections/url';
import type { Platform } from '../platform';
import type { Values } from '../values';

export const FOLDER = '/var/dex';
export const DATABASE = `${FOLDER}/dex.db`;

/** The variable with the hash of a user. */
export const hashVariable = (index: number): string => `STATIC_PASSWORD_${index}`;

/** The path of the built-in identity provider. */
export const dexPath = ({ addresses }: Pick<Platform, 'addresses'>): string => issuerPath(addresses.dex.issuer);

export function dexConfig(platform: Platform): string {
  const { values, addresses } = platform;
  const { config } = values.dex;
  const redirectURIs = config.redirectURIs.length > 0 ? config.redirectURIs : redirects(platform);
  return mapOf({
    issuer: addresses.dex.issuer,
    storage: { type: 'sqlite3', config: { file: DATABASE } },
    web: {
      http: `0.0.0.0:${listenPorts(values).dex}`,
      allowedOrigins: config.allowedOrigins.length > 0 ? config.allowedOrigins : originsOf(redirectURIs),
      allowedHeaders: config.allowedHeaders,
    },
    staticClients: [
      {
        id: config.clientId,
        name: config.clientName,
        public: true,
        redirectURIs,
      },
    ],
    enablePasswordDB: true,
    staticPasswords: users(values).map(({ email, username, userID }, index) => ({
      email,
      hashFromEnv: hashVariable(index),
      username,
      userID,
    })),
  });
}

export const users = ({ dex }: Values) => dex.config.staticPasswords ?? [];

/** The pages that log in are also the redirect targets. */
function originsOf(urls: readonly string[]): string[] {
  const parts = urls.map(partsOf).filter(({ hostname }) => hostname !== '');
  return [...new Set(parts.map(({ origin }) => origin))];
}

/** Allowed redirect targets after a login: our own hosts, and port-forwards to them. */
function redirects({ addresses, api, proxy }: Platform): string[] {
  const swagger = '/api/oauth2-redirect.html';
  const publicProxy = `${addresses.proxy.scheme}://${addresses.proxy.domain}`;
  const local = 'http://localhost:8080';
  const all = [
    api.url,
    `${api.url}${swagger}`,
    `${proxy.url}/callback`,
    addresses.api.url,
    `${addresses.api.url}${swagger}`,
    partsOf(addresses.api.dashboard).origin,
    `${publicProxy}/callback`,
    publicProxy,
    local,
    `${local}${swagger}`,
    'http://localhost:3009/callback',
  ];
  return [...new Set(all)];
}
