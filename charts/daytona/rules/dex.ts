// Rules between the values of Dex.

import { isRouted } from '../../../lib/k8s/gateway/values';
import { reportPublished } from '../../../lib/values/schema/credential';
import type { Rule } from '../../../lib/values/validate';
import { publicAddresses } from '../connections/addresses';
import { partsOf } from '../connections/url';
import type { Values } from '../values';

/** The hash of the word "password", which is in the documentation of Dex and Daytona. */
const PUBLISHED = '$2a$10$2b2cU8CPhOTaGrs1HRQuAueS7JTT5ZHsHSzYiFPm1leZck7Mc8T4W';

export const dexRules: readonly Rule<Values>[] = [
  ({ dex: { enabled, config } }, report) => {
    if (enabled && config.staticPasswords === undefined) {
      report.error(
        (v) => v.dex.config.staticPasswords,
        'is required with dex.enabled (the users who may log in, each with email, username, userID and as password a hash from `htpasswd -nBC 12 USER`)',
      );
    }
  },
  ({ dex: { enabled, config }, credentials }, report) => {
    for (const [index, { password }] of (config.staticPasswords ?? []).entries()) {
      if (enabled && !password && !credentials.existingSecret) {
        report.error(
          (v) => v.dex.config.staticPasswords?.[index]?.password,
          'is required (a hash from `htpasswd -nBC 12 USER`; or set credentials.existingSecret)',
        );
      }
    }
  },
  ({ dex: { enabled, config } }, report) => {
    if (enabled && config.staticPasswords?.length === 0) {
      report.warning((v) => v.dex.config.staticPasswords, 'is empty: nobody can log in');
    }
  },
  (values, report) => {
    for (const [index, { password }] of (values.dex.config.staticPasswords ?? []).entries()) {
      if (password === PUBLISHED) {
        reportPublished(values, report, (v) => v.dex.config.staticPasswords?.[index]?.password);
      }
    }
  },
  ({ dex: { config } }, report) => {
    const all = config.staticPasswords ?? [];
    for (const key of ['email', 'userID'] as const) {
      for (const [index, user] of all.entries()) {
        if (all.findIndex((other) => other[key] === user[key]) !== index) {
          report.error((v) => v.dex.config.staticPasswords?.[index]?.[key], `duplicate ${user[key]}`);
        }
      }
    }
  },
  (values, report) => {
    const { enabled, config, ingress, httpRoute } = values.dex;
    const { host, issuer } = publicAddresses(values).dex;
    const isPublic = ingress.enabled || isRouted(values.global, httpRoute);
    if (enabled && isPublic && config.issuer && partsOf(issuer).hostname !== host) {
      report.warning((v) => v.dex.config.issuer, `is on a different host than Dex (${host})`);
    }
  },
  (values, report) => {
    const { enabled, config, ingress, httpRoute } = values.dex;
    if (enabled && !ingress.enabled && !isRouted(values.global, httpRoute) && !config.issuer) {
      report.warning(
        (v) => v.dex.config.issuer,
        `is not set, and Dex has neither an Ingress nor an HTTPRoute: browsers can reach it only at ${publicAddresses(values).dex.issuer}, through a port-forward`,
      );
    }
  },
];
