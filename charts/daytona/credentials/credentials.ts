// The credentials of the platform's own services: which Secret contains which key.

import type { Construct } from 'constructs';
import type { IEnvVar } from 'kubernetes-models/v1/EnvVar';
import type { IEnvVarSource } from 'kubernetes-models/v1/EnvVarSource';
import type { Release } from '../../../lib/k8s/release';
import { existingSecret, secret } from '../../../lib/k8s/secret/config';
import { hasReference, showsCredential } from '../../../lib/k8s/secret/credential-name';
import type { EnvValue } from '../../../lib/k8s/workload/container';
import { COMPONENTS, type Component } from '../connections/addresses';
import { otherVariables } from '../pods/other-variables';
import type { Values } from '../values';
import { type CredentialEntry, given, isRead } from './credential-entry';
import { CREDENTIALS, type CredentialName } from './credential-table';

/** The name of a component's Secret; upstream's suffix for the SSH gateway is `-ssh`. */
const secretName = (release: Release, component: Component): string =>
  `${release.fullname}-secret-${component === COMPONENTS.sshGateway ? 'ssh' : component}`;

/** The key of a literal that the user put in a variable. It must not equal one in the table. */
const literalKey = (variable: string): string => `env.${variable}`;

export class Credentials {
  private readonly names = new Map<Component, string>();

  /** Renders the Secrets. */
  constructor(
    scope: Construct,
    private readonly release: Release,
    private readonly values: Values,
    /** The namespace of the runner. */
    private readonly nodes: Release,
  ) {
    for (const component of Object.values(COMPONENTS)) {
      const data = { ...this.fromTable(component), ...this.fromVariables(component) };
      if (Object.keys(data).length === 0) continue;
      const home = this.homeOf(component);
      const name = secretName(release, component);
      secret(scope, `secret-${component}`, home, { name, labels: release.labels(component), data });
      this.names.set(component, name);
    }
    this.declareExisting();
  }

  /** The source of the variable with which `reader` gets the credential; `undefined` if it is not set. */
  source(name: CredentialName, reader: Component = CREDENTIALS[name].home): IEnvVarSource | undefined {
    const entry = CREDENTIALS[name];
    const { key, home, copy } = entry;
    if (!isRead(entry, this.values)) return undefined;
    if (given(entry, this.values)) {
      const holder = reader === copy ? reader : home;
      return { secretKeyRef: { name: secretName(this.release, holder), key: keyIn(entry, holder) } };
    }
    const { existingSecret: existing } = this.values.credentials;
    if (!existing) return undefined;
    const optional = entry.needed(this.values) ? {} : { optional: true };
    return { secretKeyRef: { name: existing, key, ...optional } };
  }

  /** The variables in `services.*.env` that the chart does not know, with credentials by reference. */
  others(component: Component): Record<string, EnvValue> {
    const all = Object.entries(otherVariables(this.values, component).env);
    return Object.fromEntries(all.map(([name, value]) => [name, this.hidden(component, name, value)]));
  }

  /** The variables in `extraEnv`, with credentials by reference. */
  extraEnv(component: Component): IEnvVar[] {
    return otherVariables(this.values, component).extraEnv.map((variable) => {
      if (!isLiteralCredential(variable)) return variable;
      return { name: variable.name, valueFrom: this.literal(component, variable.name) };
    });
  }

  private fromTable(component: Component): Record<string, string> {
    if (component === COMPONENTS.runner && !this.values.services.runner.enabled) return {};
    const mine = Object.values(CREDENTIALS).filter(
      (entry) => (entry.home === component || entry.copy === component) && isRead(entry, this.values),
    );
    const all = mine.map((entry) => [keyIn(entry, component), given(entry, this.values)] as const);
    return Object.fromEntries(all.filter(([, text]) => text !== ''));
  }

  /** Credentials that the user put in plain variables. */
  private fromVariables(component: Component): Record<string, string> {
    const { env, extraEnv } = otherVariables(this.values, component);
    const all = [...Object.entries(env).map(([name, value]) => ({ name, value })), ...extraEnv];
    return Object.fromEntries(
      all.filter(isLiteralCredential).map(({ name, value }) => [literalKey(name), value ?? '']),
    );
  }

  private hidden(component: Component, name: string, value: string): EnvValue {
    return isLiteralCredential({ name, value }) ? this.literal(component, name) : value;
  }

  private literal(component: Component, variable: string): IEnvVarSource {
    return { secretKeyRef: { name: secretName(this.release, component), key: literalKey(variable) } };
  }

  private homeOf(component: Component): Release {
    return component === COMPONENTS.runner ? this.nodes : this.release;
  }

  private declareExisting(): void {
    const { existingSecret: existing } = this.values.credentials;
    if (!existing) return;
    const missing = Object.values(CREDENTIALS).filter(
      (entry) => isRead(entry, this.values) && entry.needed(this.values) && !given(entry, this.values),
    );
    const keys = (isOfRunner: boolean) =>
      missing
        .filter(({ home, copy }) => [home, copy].includes(COMPONENTS.runner) === isOfRunner || (copy && !isOfRunner))
        .map(({ key }) => key);
    existingSecret(this.release, existing, keys(false));
    if (this.values.services.runner.enabled) existingSecret(this.nodes, existing, keys(true));
  }
}

/** Key of the credential in the Secret of `component`. */
const keyIn = ({ homeKey, copy, copyKey }: CredentialEntry, component: Component): string =>
  component === copy ? (copyKey ?? homeKey) : homeKey;

const isLiteralCredential = ({ name, value }: IEnvVar): boolean =>
  value !== undefined && showsCredential(name, value) && !hasReference(value);
