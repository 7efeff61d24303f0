// Rules between the values of the webhook.

import { isOfEveryCluster } from '../../../lib/names/naming';
import { ownAccount } from '../rules/account';
import { when } from '../rules/when';
import { schema } from '../values';
import { readBundle } from './ca-bundle';

/** The resource that the adaptor advertises on its node, whatever the webhook requests. */
const counted = (): unknown => schema.properties.webhook.properties.webhook.properties.podVMExtendedResource.default;

export const webhookRules = when(
  ({ webhook }) => webhook.enabled,
  [
    ({ webhook: { certManager, certificate } }, report) => {
      if (certManager.enabled || certificate.caBundle) return;
      report.error(
        (v) => v.webhook.certificate.caBundle,
        'is required if webhook.certManager.enabled is false: the API server would not trust the webhook',
      );
    },
    ({ webhook: { certManager, certificate } }, report) => {
      if (certManager.enabled || !certificate.caBundle) return;
      const { problem } = readBundle(certificate.caBundle);
      if (problem) report.error((v) => v.webhook.certificate.caBundle, problem);
    },
    ({ webhook: { certManager, certificate } }, report) => {
      if (!certManager.enabled || !certificate.caBundle) return;
      report.error(
        (v) => v.webhook.certificate.caBundle,
        'conflicts with webhook.certManager.enabled: cert-manager provides its own',
      );
    },
    ({ webhook: { tlsMinVersion, tlsCipherSuites } }, report) => {
      if (tlsMinVersion !== 'VersionTLS13' || !tlsCipherSuites) return;
      report.error((v) => v.webhook.tlsCipherSuites, 'must be empty with VersionTLS13, whose cipher suites are fixed');
    },
    ({ webhook: { createNamespace, namespaceOverride } }, report) => {
      if (!createNamespace || !isOfEveryCluster(namespaceOverride)) return;
      const message = `${namespaceOverride} exists in every cluster and must not get the Pod Security level of the webhook: set webhook.createNamespace to false`;
      report.error((v) => v.webhook.namespaceOverride, message);
    },
    ({ webhook: { replicas, webhook } }, report) => {
      if (replicas === 0 && webhook.failurePolicy === 'Fail') {
        report.warning((v) => v.webhook.replicas, 'the webhook has no pods: all new peer pods are rejected');
      }
    },
    ({ webhook: { webhook } }, report) => {
      if (webhook.podVMExtendedResource === counted()) return;
      report.warning(
        (v) => v.webhook.webhook.podVMExtendedResource,
        `the adaptor advertises ${counted()}: peer pods cannot be scheduled unless something else advertises this resource`,
      );
    },
    ownAccount((v) => v.webhook.serviceAccount),
  ],
);
