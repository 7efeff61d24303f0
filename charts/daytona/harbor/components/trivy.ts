// Harbor's scanner.

import type { Construct } from 'constructs';
import { container, env } from '../../../../lib/k8s/workload/container';
import { httpProbe } from '../../../../lib/k8s/workload/probes';
import { sourceOf } from '../../connections/built-in';
import type { Harbor } from '../harbor';
import { store } from '../secrets';
import { labelsOf, names, PORTS } from './components';
import { statefulSet } from './stateful-set';
import { subPathOf } from './workload';

const CACHE = '/home/scanner/.cache';

export function trivy(scope: Construct, harbor: Harbor): void {
  const { release, values, prefix, redis } = harbor;
  const { trivy: own } = values;
  const { trivy: name } = names(prefix);
  const labels = labelsOf(release, values, 'trivy');
  const claim = values.persistence.persistentVolumeClaim.trivy;
  const { token } = store(scope, 'trivy-secret', release, {
    name,
    labels,
    entries: { token: { key: 'gitHubToken', text: own.gitHubToken } },
  });
  statefulSet(scope, 'trivy', harbor, {
    name,
    labels,
    replicas: own.replicas,
    port: { name: 'http-trivy', number: PORTS.server },
    claim,
    volume: 'data',
    component: own,
    trusts: true,
    containers: [
      {
        ...container(release, 'trivy', own),
        env: env({
          ...redis.trivy,
          SCANNER_LOG_LEVEL: values.logLevel,
          SCANNER_API_SERVER_ADDR: `:${PORTS.server}`,
          SCANNER_TRIVY_CACHE_DIR: `${CACHE}/trivy`,
          SCANNER_TRIVY_REPORTS_DIR: `${CACHE}/reports`,
          SCANNER_TRIVY_VULN_TYPE: own.vulnType,
          SCANNER_TRIVY_SEVERITY: own.severity,
          SCANNER_TRIVY_TIMEOUT: own.timeout,
          SCANNER_TRIVY_SECURITY_CHECKS: own.securityCheck,
          SCANNER_TRIVY_IGNORE_UNFIXED: own.ignoreUnfixed,
          SCANNER_TRIVY_INSECURE: own.insecure,
          SCANNER_TRIVY_SKIP_UPDATE: own.skipUpdate,
          SCANNER_TRIVY_SKIP_JAVA_DB_UPDATE: own.skipJavaDBUpdate,
          SCANNER_TRIVY_OFFLINE_SCAN: own.offlineScan,
          SCANNER_TRIVY_DB_REPOSITORY: own.dbRepository.join(','),
          SCANNER_TRIVY_JAVA_DB_REPOSITORY: own.javaDBRepository.join(','),
          SCANNER_TRIVY_GITHUB_TOKEN: sourceOf(token),
        }),
        ports: [{ name: 'http', containerPort: PORTS.server, protocol: 'TCP' }],
        livenessProbe: httpProbe(own.livenessProbe, PORTS.server),
        readinessProbe: httpProbe(own.readinessProbe, PORTS.server),
        volumeMounts: [{ name: 'data', mountPath: CACHE, ...subPathOf(claim) }],
      },
    ],
    volumes: [],
  });
}
