// One ApplicationSet for many releases that differ only in their names. Argo CD creates their Applications.

import type { Manifest } from '../k8s/object/manifest';
import type { Layout } from '../render/render';
import { applicationTemplate } from './application';
import type { Delivered } from './objects';
import type { DeliverySettings } from './settings/settings';

/** The file of an ApplicationSet for the releases with these names. */
export function applicationSet(
  names: readonly string[],
  settings: DeliverySettings,
  layout: Layout,
  path: string,
): Delivered {
  const { argocd, namespace } = settings;
  const name = argocd.applicationSet;
  const object: Manifest = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: { name, namespace: namespace || 'argocd' },
    spec: {
      goTemplate: true,
      goTemplateOptions: ['missingkey=error'],
      generators: [{ list: { elements: names.map((release) => ({ name: release })) } }],
      template: applicationTemplate(settings, layout, path),
      // Otherwise, deleting a row would delete the release's objects, including databases.
      ...(argocd.cascade ? {} : { syncPolicy: { preserveResourcesOnDeletion: true } }),
    },
  };
  return { name: `applicationset.${name}`, objects: [object] };
}
