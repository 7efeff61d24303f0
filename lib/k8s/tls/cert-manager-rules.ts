// Rules between the values for cert-manager.

import type { Rule } from '../../values/validate';
import { type CertManagerValues, signingOf } from './cert-manager-values';

const HOUR = 3_600;

/** cert-manager rejects shorter ones. */
const SHORTEST = { duration: HOUR, renewBefore: 300 } as const;
const DEFAULT_DURATION = 2160 * HOUR;

const SIZES = { RSA: [2048, 8192], ECDSA: [256, 384, 521] } as const;

export function certManagerRules<V>(select: (values: V) => CertManagerValues): Rule<V>[] {
  return [
    (values, report) => {
      const { issuer } = select(values);
      for (const key of signingOf(select(values))) {
        if (issuer === '') report.error((v) => select(v).issuer, `is required with certManager.${key}`);
      }
    },
    (values, report) => {
      const [first, ...others] = signingOf(select(values));
      for (const key of others) {
        report.error((v) => select(v)[key], `conflicts with certManager.${first}: an issuer signs in one way`);
      }
    },
    (values, report) => {
      const { vault } = select(values);
      const ways = Object.values(vault?.auth ?? {}).filter((way) => way !== undefined);
      if (vault && ways.length !== 1) {
        const message = 'must have exactly one of tokenSecretRef, appRole and kubernetes';
        report.error((v) => select(v).vault?.auth, message);
      }
    },
    (values, report) => {
      const { vault } = select(values);
      if (vault?.caBundle && vault.caBundleSecretRef) {
        report.error((v) => select(v).vault?.caBundleSecretRef, 'conflicts with caBundle: set only one of them');
      }
    },
    (values, report) => {
      const { duration } = select(values);
      if (duration !== '' && seconds(duration) < SHORTEST.duration) {
        report.error((v) => select(v).duration, 'must be at least 1h');
      }
    },
    (values, report) => {
      const { duration, renewBefore } = select(values);
      if (renewBefore === '') return;
      const valid = duration === '' ? DEFAULT_DURATION : seconds(duration);
      if (seconds(renewBefore) < SHORTEST.renewBefore) {
        report.error((v) => select(v).renewBefore, 'must be at least 5m');
      } else if (seconds(renewBefore) >= valid) {
        report.error((v) => select(v).renewBefore, `must be shorter than duration (${duration || '2160h'})`);
      }
    },
    (values, report) => {
      const { algorithm = 'RSA', size } = select(values).privateKey;
      if (size === undefined) return;
      if (algorithm === 'Ed25519') {
        report.error((v) => select(v).privateKey.size, 'conflicts with algorithm Ed25519, which has one size');
      } else if (algorithm === 'ECDSA' && !SIZES.ECDSA.some((one) => one === size)) {
        report.error((v) => select(v).privateKey.size, `must be one of ${SIZES.ECDSA.join(', ')} with ECDSA`);
      } else if (algorithm === 'RSA' && (size < SIZES.RSA[0] || size > SIZES.RSA[1])) {
        report.error((v) => select(v).privateKey.size, `must be ${SIZES.RSA.join(' to ')} with RSA`);
      }
    },
    (values, report) => {
      const { usages } = select(values);
      for (const [index, usage] of usages.entries()) {
        if (usages.indexOf(usage) !== index) report.error((v) => select(v).usages[index], `duplicate usage ${usage}`);
      }
    },
  ];
}

const UNITS = { h: HOUR, m: 60, s: 1 } as const;

const seconds = (duration: string): number =>
  [...duration.matchAll(/([0-9.]+)([hms])/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * UNITS[unit as keyof typeof UNITS],
    0,
  );
