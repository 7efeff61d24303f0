// Custom resource definitions as their projects publish them, read from pinned Go modules.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { moduleFolder } from './modules';

interface Published {
  readonly module: string;
  /** Checksum of the module, as in go.sum. */
  readonly sum: string;
  /** Files or folders of the module. */
  readonly paths: readonly string[];
}

export const PUBLISHED: readonly Published[] = [
  {
    module: 'github.com/cert-manager/cert-manager@v1.21.2',
    sum: 'h1:UWgoYM+KLNtRlqmoWOKjKBOBUPVHeepQ6/ac3ERJW68=',
    paths: ['deploy/crds'],
  },
  {
    module: 'github.com/fluxcd/kustomize-controller@v1.9.6',
    sum: 'h1:XB+G3A0mky0j5uVHZWv4oSlS2RvZBoNIUhstIvY0JKE=',
    paths: ['config/crd/bases'],
  },
  {
    module: 'github.com/fluxcd/source-controller@v1.9.6',
    sum: 'h1:nG534/bI6nVpyHra7ONAk6xDB3xPsVT+EOLHZHXPrrc=',
    paths: ['config/crd/bases'],
  },
  {
    module: 'github.com/argoproj/argo-cd/v3@v3.5.7',
    sum: 'h1:Xm1BF+I5OgDKUG3SDK49vn2/Y5AMyaNVko+/JT08gj0=',
    paths: ['manifests/crds'],
  },
  {
    module: 'github.com/external-secrets/external-secrets@v1.3.2',
    sum: 'h1:u2J8RjlHIeF0oZCqtl92adI/uZWUwOesJIDkfql6LqQ=',
    paths: [
      'config/crds/bases/external-secrets.io_externalsecrets.yaml',
      'config/crds/bases/external-secrets.io_secretstores.yaml',
      'config/crds/bases/external-secrets.io_clustersecretstores.yaml',
    ],
  },
  {
    module: 'sigs.k8s.io/karpenter@v1.14.1',
    sum: 'h1:GjqvOHLjl2+OXM0ti5VEZSQuvcitB0pETd8zdChXEtI=',
    paths: ['pkg/apis/crds/karpenter.sh_nodepools.yaml'],
  },
  {
    module: 'sigs.k8s.io/gateway-api@v1.6.3',
    sum: 'h1:lKpJa5bGlraC/QeACvCpsHLdmO6y0iKfzVl6gzaFEYc=',
    paths: [
      'config/crd/experimental/gateway.networking.k8s.io_gatewayclasses.yaml',
      'config/crd/experimental/gateway.networking.k8s.io_gateways.yaml',
      'config/crd/experimental/gateway.networking.k8s.io_httproutes.yaml',
      'config/crd/experimental/gateway.networking.k8s.io_tcproutes.yaml',
      'config/crd/experimental/gateway.networking.k8s.io_backendtlspolicies.yaml',
    ],
  },
  {
    module: 'github.com/prometheus-operator/prometheus-operator@v0.85.0',
    sum: 'h1:M5xLCLEoaW2IJfnuCwFzzpL+jSVQu3KGT84Pye+fW8s=',
    paths: [
      'example/prometheus-operator-crd/monitoring.coreos.com_servicemonitors.yaml',
      'example/prometheus-operator-crd/monitoring.coreos.com_podmonitors.yaml',
      'example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml',
    ],
  },
  {
    module: 'github.com/openshift/api@v0.0.0-20251015095338-264e80a2b6e7',
    sum: 'h1:Ot2fbEEPmF3WlPQkyEW/bUCV38GMugH/UmZvxpWceNc=',
    paths: ['route/v1/zz_generated.crd-manifests/routes.crd.yaml'],
  },
  {
    module: 'github.com/bitnami-labs/sealed-secrets@v0.40.0',
    sum: 'h1:rvCP35JL8ZV5LNA2SrwNR6iLyoM3ulrSFWN0lBtYEYI=',
    paths: ['helm/sealed-secrets/crds'],
  },
];

const PROJECT = join(__dirname, '..', '..', '..', 'imports', 'crds');

/** Those that are in no module, as far as the project uses them. */
const OWN = ['peerpods.yaml'];

/** YAML of all of them. Throws if a module's checksum has changed. */
export function customResourceDefinitions(): string[] {
  const published = PUBLISHED.flatMap(({ module, sum, paths }) => {
    const folder = moduleFolder(module, sum);
    return paths.flatMap((path) => filesOf(join(folder, path)));
  });
  const own = OWN.map((file) => join(PROJECT, file));
  return [...published, ...own].map((file) => readFileSync(file, 'utf8'));
}

function filesOf(path: string): string[] {
  if (/\.ya?ml$/.test(path)) return [path];
  return readdirSync(path)
    .filter((file) => /\.ya?ml$/.test(file) && file !== 'kustomization.yaml')
    .sort()
    .map((file) => join(path, file));
}
