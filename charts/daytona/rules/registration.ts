// The registration of runners: what the API and the Job need.

import { isOlder } from '../../../lib/names/image-version';
import type { Rule } from '../../../lib/values/validate';
import { lineOf } from '../../runner-manager/runner/image-line';
import { FLAGS_SINCE } from '../api/env';
import { ownImage } from '../images/own-image';
import type { Values } from '../values';

const registers = ({ services: { runner } }: Values): boolean => runner.enabled && runner.registration.enabled;

export const registrationRules: readonly Rule<Values>[] = [
  (values, report) => {
    const { api } = values.services;
    if (registers(values) && !api.env.ADMIN_API_KEY && !values.credentials.existingSecret) {
      report.error(
        (v) => v.services.api.env.ADMIN_API_KEY,
        'is required with services.runner.registration.enabled: runners are registered with it',
      );
    }
  },
  (values, report) => {
    const { runner } = values.services;
    if (registers(values) && lineOf(ownImage(runner.image)) === 'kubernetes' && runner.command.length === 0) {
      report.error(
        (v) => v.services.runner.command,
        "is required with services.runner.registration.enabled and a -k8s image: each runner is started with its own token, so name the image's program. The runner manager of that line may register its runners itself",
      );
    }
  },
  (values, report) => {
    if (registers(values) && values.services.api.env.DEFAULT_RUNNER_API_VERSION === '0') {
      report.error(
        (v) => v.services.api.env.DEFAULT_RUNNER_API_VERSION,
        'conflicts with services.runner.registration.enabled: registered runners poll the API for work, which is version 2',
      );
    }
  },
  ({ services: { api } }, report) => {
    const { env } = api;
    if (env.DEFAULT_RUNNER_API_VERSION !== '0' || !env.DEFAULT_RUNNER_NAME) return;
    for (const key of ['DEFAULT_RUNNER_DOMAIN', 'DEFAULT_RUNNER_API_URL', 'DEFAULT_RUNNER_PROXY_URL'] as const) {
      if (!env[key]) {
        report.error((v) => v.services.api.env[key], 'is required with DEFAULT_RUNNER_API_VERSION 0: the API calls it');
      }
    }
  },
  ({ services: { api } }, report) => {
    const { tag } = ownImage(api.image);
    if (api.env.OPENFEATURE_FORCE_ENABLED_FLAGS && isOlder(tag, FLAGS_SINCE)) {
      report.error(
        (v) => v.services.api.env.OPENFEATURE_FORCE_ENABLED_FLAGS,
        `is read only from ${FLAGS_SINCE} on: ${tag} reads feature flags from PostHog only`,
      );
    }
  },
];
