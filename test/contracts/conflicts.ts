// Differences between a container and the contract of its program.

import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import type { IProbe } from 'kubernetes-models/v1/Probe';
import type { ExternalObject } from '../../lib/k8s/release';
import { type Inventory, keysOf } from '../../lib/render/checks/inventory';
import type { Contract } from './contract';

export interface Scene {
  readonly container: IContainer;
  readonly pod: IPodSpec;
  readonly namespace: string | undefined;
  readonly values: object;
  readonly inventory: Inventory;
  readonly externals: readonly ExternalObject[];
}

export function conflicts(contract: Contract, scene: Scene): string[] {
  return [
    ...variables(contract, scene),
    ...ports(contract, scene),
    ...user(contract, scene),
    ...writes(contract, scene),
  ];
}

function variables(
  { variables: { required = [], read = [], families = [], shared = [] } }: Contract,
  scene: Scene,
): string[] {
  const { names, isComplete } = variablesOf(scene, shared);
  const own = extraNames(scene.values);
  const isRead = (name: string) =>
    required.includes(name) || read.includes(name) || families.some((family) => name.startsWith(family));
  const unread = [...names].filter((name) => !isRead(name) && !own.has(name));
  const missing = isComplete ? required.filter((name) => !names.has(name)) : [];
  return [...unread.map((name) => `${name} is not read`), ...missing.map((name) => `${name} is missing`)];
}

/** The contents of the environment, and whether that is all that can be in it. */
function variablesOf({ container, namespace, inventory, externals }: Scene, shared: readonly string[]) {
  const names = new Set((container.env ?? []).map(({ name }) => name));
  let isComplete = true;
  for (const { configMapRef, secretRef, prefix = '' } of container.envFrom ?? []) {
    const [kind, reference] = configMapRef ? ['ConfigMap', configMapRef] : ['Secret', secretRef];
    const name = reference?.name ?? '';
    const object = inventory.find(kind as string, namespace, name);
    const external = externals.find((one) => one.kind === kind && one.name === name);
    if (shared.includes(name)) continue;
    const keys = object ? keysOf(object) : new Set(external?.keys ?? []);
    if (!object) isComplete = false;
    for (const key of keys) names.add(prefix + key);
  }
  return { names, isComplete };
}

/** Names of variables that a user adds, whatever the program reads. */
function extraNames(values: unknown): Set<string> {
  if (typeof values !== 'object' || values === null) return new Set();
  return new Set(
    Object.entries(values).flatMap(([key, value]): string[] =>
      /^extraEnv/i.test(key) && Array.isArray(value) ? value.map(({ name }) => name) : [...extraNames(value)],
    ),
  );
}

const numberIn = (text: string | undefined): number | undefined => {
  const found = /(\d+)$/.exec(text ?? '')?.[1];
  return found === undefined ? undefined : Number(found);
};

function listening({ ports: { listens } }: Contract, { env = [], args = [], command = [] }: IContainer): number[] {
  return listens.map(({ port, variable, argument }) => {
    const value = variable && env.find(({ name }) => name === variable)?.value;
    const given = argument && [...command, ...args].find((one) => one.startsWith(`${argument}=`));
    return numberIn(value || given || undefined) ?? port;
  });
}

function ports(contract: Contract, { container }: Scene): string[] {
  const open = listening(contract, container);
  const declared = container.ports ?? [];
  const numberOf = (port: number | string) =>
    typeof port === 'number' ? port : declared.find(({ name }) => name === port)?.containerPort;
  const closed = declared
    .filter(({ containerPort }) => !open.includes(containerPort))
    .map(({ containerPort }) => `port ${containerPort}: it listens on ${open.join(', ') || 'none'}`);
  const probes = (['startupProbe', 'livenessProbe', 'readinessProbe'] as const).flatMap((kind) => {
    const probe = container[kind] as IProbe | undefined;
    const to = probe?.httpGet?.port ?? probe?.tcpSocket?.port;
    const path = probe?.httpGet?.path;
    return [
      ...(to !== undefined && !open.includes(numberOf(to) ?? -1) ? [`${kind}: nothing listens on ${to}`] : []),
      ...(path !== undefined && !contract.probes.paths.includes(path) ? [`${kind}: no answer to ${path}`] : []),
    ];
  });
  return [...closed, ...probes];
}

function user({ user: { ids } }: Contract, { container, pod }: Scene): string[] {
  const id = container.securityContext?.runAsUser ?? pod.securityContext?.runAsUser;
  return ids === 'any' || id === undefined || ids.includes(id) ? [] : [`it cannot run as user ${id}`];
}

function writes({ writes: { folders } }: Contract, { container }: Scene): string[] {
  if (container.securityContext?.readOnlyRootFilesystem !== true) return [];
  const mounts = (container.volumeMounts ?? []).filter(({ readOnly }) => readOnly !== true);
  const isIn = (folder: string, mount: string) => `${folder}/`.startsWith(`${mount.replace(/\/$/, '')}/`);
  return folders
    .filter((folder) => !mounts.some(({ mountPath }) => isIn(folder, mountPath)))
    .map((folder) => `it cannot write to ${folder}`);
}
