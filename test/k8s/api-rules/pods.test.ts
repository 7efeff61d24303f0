// What the API server refuses in pods, containers, variables and their placement.

import { refused } from './support';

test.each<[type: string, yaml: string, expected: string[]]>([
  ['v1/EnvVar', '{name: A_1.b-c, value: x}', []],
  ['v1/EnvVar', '{name: 1a}', ['name: is not a valid variable name']],
  [
    'v1/EnvVar',
    '{name: a, value: x, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}',
    ['valueFrom: conflicts with value: set only one of them'],
  ],
  ['v1/EnvVarSource', '{fieldRef: {fieldPath: status.podIP}}', []],
  ['v1/EnvVarSource', `{fieldRef: {fieldPath: "metadata.labels['A/b']"}}`, []],
  [
    'v1/EnvVarSource',
    `{fieldRef: {fieldPath: "metadata.annotations['a b']"}}`,
    ['fieldRef.fieldPath: is not the key of a label or annotation'],
  ],
  ['v1/EnvVarSource', '{fieldRef: {fieldPath: status.podIp}}', ['fieldRef.fieldPath: must be status.podIP']],
  ['v1/EnvVarSource', '{resourceFieldRef: {resource: limits.cpu, divisor: 1m}}', []],
  ['v1/EnvVarSource', '{resourceFieldRef: {resource: requests.hugepages-2Mi}}', []],
  [
    'v1/EnvVarSource',
    '{resourceFieldRef: {resource: cpu, divisor: x}}',
    [
      'resourceFieldRef.resource: must be limits or requests of cpu, memory, ephemeral-storage or hugepages-SIZE',
      'resourceFieldRef.divisor: is not a quantity',
    ],
  ],
  ['v1/EnvVarSource', '{secretKeyRef: {name: a, key: b.c_d}}', []],
  [
    'v1/EnvVarSource',
    '{secretKeyRef: {key: "a b"}}',
    ['secretKeyRef.name: is required', 'secretKeyRef.key: is not a valid Secret or ConfigMap key'],
  ],
  ['v1/EnvVarSource', '{configMapKeyRef: {name: A, key: b}}', ['configMapKeyRef.name: is not an object name']],
  [
    'v1/EnvVarSource',
    '{}',
    [': must have one of fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef'],
  ],
  [
    'v1/EnvVarSource',
    '{configMapKeyRef: {name: a, key: b}, secretKeyRef: {name: a, key: b}}',
    [': must have only one of configMapKeyRef and secretKeyRef'],
  ],
  ['v1/EnvFromSource', '{secretRef: {name: a}, prefix: A_}', []],
  ['v1/EnvFromSource', '{configMapRef: {name: A}}', ['configMapRef.name: is not an object name']],
  [
    'v1/EnvFromSource',
    '{secretRef: {name: A}, prefix: "1"}',
    ['secretRef.name: is not an object name', 'prefix: is not a valid variable name'],
  ],
  ['v1/EnvFromSource', '{}', [': must have one of configMapRef, secretRef']],
  ['v1/Container', '{name: a, imagePullPolicy: Never, ports: [{name: http, containerPort: 80, hostPort: 65535}]}', []],
  [
    'v1/Container',
    '{name: a_b, imagePullPolicy: Sometimes}',
    ['name: is not a DNS label', 'imagePullPolicy: must be Always or IfNotPresent or Never'],
  ],
  [
    'v1/Container',
    '{name: a, ports: [{name: "80", containerPort: 0, hostPort: 65536}]}',
    [
      'ports[0].name: is not a valid port name',
      'ports[0].containerPort: must be from 1 to 65535',
      'ports[0].hostPort: must be from 1 to 65535',
    ],
  ],
  [
    'v1/Container',
    '{name: a, volumeMounts: [{name: v, mountPath: /v}, {name: w, mountPath: /w, mountPropagation: Bidirectional}]}',
    ['volumeMounts[1].mountPropagation: requires a privileged container'],
  ],
  [
    'v1/Container',
    '{name: a, securityContext: {privileged: true}, volumeMounts: [{name: w, mountPath: /w, mountPropagation: Bidirectional}]}',
    [],
  ],
  [
    'v1/Container',
    '{name: a, lifecycle: {postStart: {}, preStop: {exec: {}, sleep: {}}}}',
    [
      'lifecycle.postStart: must have one of exec, httpGet, sleep, tcpSocket',
      'lifecycle.preStop: must have only one of exec and sleep',
    ],
  ],
  ['v1/Container', '{name: a, env: [{name: A}, {name: B}, {name: A}]}', ['env[2].name: is already used: A']],
  [
    'v1/Container',
    '{name: a, volumeMounts: [{name: a, mountPath: /a}, {name: b, mountPath: /a}]}',
    ['volumeMounts[1].mountPath: is already used: /a'],
  ],
  ['v1/Probe', '{httpGet: {port: http}, periodSeconds: 0, terminationGracePeriodSeconds: 1}', []],
  ['v1/Probe', '{tcpSocket: {port: 65536}}', ['tcpSocket.port: must be from 1 to 65535']],
  ['v1/Probe', '{httpGet: {port: "80"}}', ['httpGet.port: is not the name of a port']],
  [
    'v1/Probe',
    '{initialDelaySeconds: -1, timeoutSeconds: -1, periodSeconds: -1, failureThreshold: -1, terminationGracePeriodSeconds: 0}',
    [
      ': must have one of exec, grpc, httpGet, tcpSocket',
      ...['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'failureThreshold'].map(
        (key) => `${key}: must be at least 0`,
      ),
      'terminationGracePeriodSeconds: must be at least 1',
    ],
  ],
  ['v1/SecurityContext', '{runAsUser: 0, runAsGroup: 2147483647, procMount: Default, privileged: true}', []],
  [
    'v1/SecurityContext',
    '{runAsUser: -1, runAsGroup: 2147483648, procMount: None}',
    [
      'runAsUser: must be from 0 to 2147483647',
      'runAsGroup: must be from 0 to 2147483647',
      'procMount: must be Default or Unmasked',
    ],
  ],
  [
    'v1/SecurityContext',
    '{allowPrivilegeEscalation: false, privileged: true, capabilities: {add: [CAP_SYS_ADMIN]}}',
    [
      'allowPrivilegeEscalation: must not be false with privileged',
      'allowPrivilegeEscalation: must not be false with capability CAP_SYS_ADMIN',
    ],
  ],
  ['v1/SecurityContext', '{allowPrivilegeEscalation: false, capabilities: {add: [NET_ADMIN]}}', []],
  ['v1/SecurityContext', '{seccompProfile: {type: Localhost, localhostProfile: a}}', []],
  [
    'v1/SecurityContext',
    '{seccompProfile: {type: Localhost}, appArmorProfile: {type: RuntimeDefault, localhostProfile: a}}',
    ['seccompProfile.localhostProfile: is required', 'appArmorProfile.localhostProfile: requires type Localhost'],
  ],
  [
    'v1/SecurityContext',
    '{seccompProfile: {type: None}}',
    ['seccompProfile.type: must be Localhost or RuntimeDefault or Unconfined'],
  ],
  [
    'v1/PodSecurityContext',
    '{fsGroup: -1, fsGroupChangePolicy: Never, supplementalGroupsPolicy: None, supplementalGroups: [1, -1]}',
    [
      'fsGroup: must be from 0 to 2147483647',
      'fsGroupChangePolicy: must be OnRootMismatch or Always',
      'supplementalGroupsPolicy: must be Merge or Strict',
      'supplementalGroups[1]: must be from 0 to 2147483647',
    ],
  ],
  ['v1/PodSecurityContext', '{sysctls: [{name: net.ipv4.tcp_syncookies}, {name: net/core/somaxconn}]}', []],
  [
    'v1/PodSecurityContext',
    '{sysctls: [{name: A}, {name: a}, {name: a}]}',
    ['sysctls[0].name: is not the name of a sysctl', 'sysctls[2].name: is already used: a'],
  ],
  ['v1/HostAlias', '{ip: "::1", hostnames: [a.example]}', []],
  [
    'v1/HostAlias',
    '{ip: 1.2.3, hostnames: [a, "*.b"]}',
    ['ip: is not an IP address', 'hostnames[1]: is not a host name'],
  ],
  [
    'v1/PodSpec',
    '{containers: [], hostname: a, subdomain: b, activeDeadlineSeconds: 1, dnsPolicy: None, dnsConfig: {nameservers: [10.0.0.1]}}',
    [],
  ],
  [
    'v1/PodSpec',
    '{containers: [], hostname: a.b, subdomain: B, terminationGracePeriodSeconds: -1, activeDeadlineSeconds: 0, dnsPolicy: None}',
    [
      'terminationGracePeriodSeconds: must be at least 0',
      'activeDeadlineSeconds: must be from 1 to 2147483647',
      'hostname: is not a DNS label',
      'subdomain: is not a DNS label',
      'dnsConfig.nameservers: is required with dnsPolicy None',
    ],
  ],
  [
    'v1/PodSpec',
    '{containers: [], priorityClassName: A, serviceAccountName: B, runtimeClassName: C, nodeSelector: {"a b": c, d: "e f"}}',
    [
      'nodeSelector["a b"]: is not a valid label key',
      'nodeSelector.d: is not a valid label value',
      'priorityClassName: is not an object name',
      'serviceAccountName: is not an object name',
      'runtimeClassName: is not an object name',
    ],
  ],
  ['v1/PodSpec', '{containers: [{name: a}, {name: a}]}', ['containers[1].name: is already used: a']],
  ['v1/Toleration', '{key: a, operator: Exists, effect: NoExecute, tolerationSeconds: 1}', []],
  ['v1/Toleration', '{operator: Exists}', []],
  ['v1/Toleration', '{}', ['operator: must be Exists without a key']],
  [
    'v1/Toleration',
    '{key: "a b", operator: Is, effect: Never, value: "c d", tolerationSeconds: 0}',
    [
      'key: is not a valid label key',
      'operator: must be Equal or Exists',
      'effect: must be NoSchedule or PreferNoSchedule or NoExecute',
      'value: is not a valid label value',
      'tolerationSeconds: requires effect NoExecute',
    ],
  ],
  ['v1/Toleration', '{key: a, operator: Exists, value: b}', ['value: must be absent with operator Exists']],
  ['v1/NodeSelector', '{nodeSelectorTerms: []}', ['nodeSelectorTerms: must not be empty']],
  ['v1/NodeSelectorRequirement', '{key: a, operator: Gt, values: ["1"]}', []],
  [
    'v1/NodeSelectorRequirement',
    '{key: a, operator: Gt, values: ["1", "2"]}',
    ['values: must be a single number with operator Gt'],
  ],
  [
    'v1/NodeSelectorRequirement',
    '{key: a, operator: Lt, values: [x]}',
    ['values: must be a single number with operator Lt'],
  ],
  ['v1/NodeSelectorRequirement', '{key: a, operator: In}', ['values: is required with operator In']],
  [
    'v1/NodeSelectorRequirement',
    '{key: a, operator: NotIn, values: [b, "c d"]}',
    ['values[1]: is not a valid label value'],
  ],
  [
    'v1/NodeSelectorRequirement',
    '{key: a, operator: Exists, values: [b]}',
    ['values: must be absent with operator Exists'],
  ],
  ['v1/NodeSelectorRequirement', '{key: a, operator: DoesNotExist}', []],
  [
    'v1/NodeSelectorRequirement',
    '{key: "", operator: Has}',
    ['operator: must be In or NotIn or Exists or DoesNotExist or Gt or Lt', 'key: is required'],
  ],
  ['v1/NodeSelectorTerm', '{matchFields: [{key: metadata.name, operator: In, values: [a]}]}', []],
  [
    'v1/NodeSelectorTerm',
    '{matchFields: [{key: name, operator: Exists}]}',
    [
      'matchFields[0].key: must be metadata.name',
      'matchFields[0].operator: must be In or NotIn',
      'matchFields[0].values: must have one item',
    ],
  ],
  [
    'v1/PodAffinityTerm',
    '{topologyKey: zone, namespaces: [a], labelSelector: {}, matchLabelKeys: [a], mismatchLabelKeys: [b]}',
    [],
  ],
  [
    'v1/PodAffinityTerm',
    '{topologyKey: "", namespaces: [a, B]}',
    ['topologyKey: is required', 'namespaces[1]: is not the name of a namespace'],
  ],
  ['v1/PodAffinityTerm', '{topologyKey: zone, matchLabelKeys: [a]}', ['matchLabelKeys: requires labelSelector']],
  [
    'v1/PodAffinityTerm',
    '{topologyKey: zone, labelSelector: {matchExpressions: [{key: s, operator: Exists}]}, matchLabelKeys: [a, a, s], mismatchLabelKeys: [a, "b c"]}',
    [
      'matchLabelKeys[1]: is already used: a',
      'matchLabelKeys[2]: is also in labelSelector',
      'mismatchLabelKeys[0]: is also in matchLabelKeys',
      'mismatchLabelKeys[1]: is not a valid label key',
    ],
  ],
  ['v1/WeightedPodAffinityTerm', '{weight: 100}', []],
  ['v1/PreferredSchedulingTerm', '{weight: 101}', ['weight: must be from 1 to 100']],
  [
    'v1/TopologySpreadConstraint',
    '{maxSkew: 1, minDomains: 2, topologyKey: zone, whenUnsatisfiable: DoNotSchedule}',
    [],
  ],
  [
    'v1/TopologySpreadConstraint',
    '{maxSkew: 0, minDomains: 0, topologyKey: zone, whenUnsatisfiable: Never}',
    [
      'maxSkew: must be from 1 to 2147483647',
      'minDomains: must be from 1 to 2147483647',
      'whenUnsatisfiable: must be DoNotSchedule or ScheduleAnyway',
    ],
  ],
  [
    'v1/TopologySpreadConstraint',
    '{maxSkew: 1, minDomains: 2, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway}',
    ['minDomains: requires whenUnsatisfiable DoNotSchedule'],
  ],
])('%s %s', (type, yaml, expected) => {
  expect(refused(type, yaml)).toEqual(expected);
});

test('an unknown field of a pod is refused with a list of the known fields', () => {
  const [only] = refused('v1/EnvVarSource', '{fieldRef: {fieldPath: spec.name}}');
  expect(only).toBe(
    "fieldRef.fieldPath: must be one of metadata.name, metadata.namespace, metadata.uid, spec.nodeName, spec.serviceAccountName, status.hostIP, status.hostIPs, status.podIP, status.podIPs, metadata.labels['KEY'] or metadata.annotations['KEY']",
  );
});

test('parts of an object are checked wherever they occur', () => {
  const pod = '{spec: {initContainers: [{name: a}, {name: B}], containers: [{name: c, env: [{name: "1"}]}]}}';
  expect(refused('apps/v1/Deployment', `{spec: {replicas: -1, template: ${pod}}}`)).toEqual([
    'spec.replicas: must be from 0 to 2147483647',
    'spec.template.spec.initContainers[1].name: is not a DNS label',
    'spec.template.spec.containers[0].env[0].name: is not a valid variable name',
  ]);
});
