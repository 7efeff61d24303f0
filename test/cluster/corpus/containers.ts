// Container and pod settings from users: resources, variables, volumes, security contexts.

import { type Breakage, long, variants } from './breakage';

const amounts = { limits: { cpu: '731m', memory: '733Mi' }, requests: { cpu: '131m', memory: '133Mi' } };
const resource = variants(amounts);
const limited = (limits: object) => ({ ...amounts, limits: { ...amounts.limits, ...limits } });
const requested = (requests: object) => ({ ...amounts, requests: { ...amounts.requests, ...requests } });
const deviceAmounts = { limits: { 'example.com/corpus': '2' }, requests: { 'example.com/corpus': '2' } };

export const resources: readonly Breakage[] = [
  ...resource('quantity', limited({ memory: '733MB' }), requested({ cpu: '131 m' }), requested({ memory: '1,5Gi' })),
  ...resource('quantity', limited({ memory: '1GiB' }), requested({ cpu: 'half' }), limited({ memory: '733mi' })),
  ...resource('range', limited({ cpu: '-1' }), requested({ memory: '-133Mi' })),
  ...resource('cross-field', requested({ memory: '734Mi' }), requested({ cpu: '1' })),
  ...resource('syntax', limited({ gpu: '1' }), requested({ 'example.com/a b': '1' })),
  ...resource('type', limited({ memory: ['733Mi'] }), { limits: '733Mi' }),
  ...resource('unknown-field', { ...amounts, limit: { cpu: '1' } }),
  ...variants(deviceAmounts)('cross-field', { ...deviceAmounts, requests: { 'example.com/corpus': '1' } }),
  ...variants(deviceAmounts)('quantity', {
    limits: { 'example.com/corpus': '500m' },
    requests: { 'example.com/corpus': '500m' },
  }),
];

const named = { name: 'CORPUS_NAME', value: 'corpus' };
const env = variants([named]);
const from = (valueFrom: object) => [{ name: 'CORPUS_NAME', valueFrom }];

export const extraEnv: readonly Breakage[] = [
  ...env('syntax', [{ ...named, name: 'CORPUS=NAME' }], [{ ...named, name: 'CORPUS_NÄME' }]),
  ...env('required', [{ value: 'corpus' }], [{ ...named, name: '' }], from({})),
  ...env('required', from({ secretKeyRef: { name: 'corpus' } }), from({ fieldRef: {} })),
  ...env('duplicate', [named, { ...named, value: 'again' }]),
  ...env('exclusive', [{ ...named, valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }]),
  ...env('exclusive', from({ fieldRef: { fieldPath: 'metadata.name' }, resourceFieldRef: { resource: 'limits.cpu' } })),
  ...env('enum', from({ fieldRef: { fieldPath: 'metadata.owner' } })),
  ...env('enum', from({ resourceFieldRef: { resource: 'limits.gpu' } })),
  ...env('syntax', from({ configMapKeyRef: { name: 'corpus', key: 'a key' } })),
  ...env('type', [{ ...named, value: 7 }], [{ ...named, value: { text: 'x' } }]),
  ...env('unknown-field', [{ ...named, val: 'x' }]),
];

const scratch = { name: 'corpus-volume', emptyDir: { sizeLimit: '77Mi' } };
const volume = variants([scratch]);
const file = { name: 'corpus-volume', configMap: { name: 'corpus', optional: true, defaultMode: 292 } };
const mode = variants([file]);
const modeWith = (change: object) => [{ ...file, configMap: { ...file.configMap, ...change } }];

export const extraVolumes: readonly Breakage[] = [
  ...volume('syntax', [{ ...scratch, name: 'Corpus_volume' }], [{ ...scratch, name: 'corpus.volume' }]),
  ...volume('length', [{ ...scratch, name: long(64) }]),
  ...volume('required', [{ emptyDir: {} }]),
  ...volume('duplicate', [scratch, { ...scratch, emptyDir: {} }]),
  ...volume('exclusive', [{ ...scratch, hostPath: { path: '/corpus' } }]),
  ...volume('quantity', [{ ...scratch, emptyDir: { sizeLimit: '77 Mi' } }]),
  ...volume('range', [{ ...scratch, emptyDir: { sizeLimit: '-77Mi' } }]),
  ...volume('enum', [{ name: 'corpus-volume', hostPath: { path: '/corpus', type: 'Folder' } }]),
  ...volume('syntax', [{ name: 'corpus-volume', hostPath: { path: '/corpus/../etc' } }]),
  ...volume('syntax', [{ name: 'corpus-volume', nfs: { server: 'nfs.example.com', path: 'corpus' } }]),
  ...volume('unknown-field', [{ name: 'corpus-volume', emptydir: {} }]),
  ...mode('range', modeWith({ defaultMode: 512 }), modeWith({ defaultMode: -1 })),
  ...mode('type', modeWith({ defaultMode: '0o444x' })),
  ...mode('syntax', modeWith({ items: [{ key: 'a', path: '../a' }] })),
  ...mode('required', modeWith({ items: [{ key: 'a' }] })),
  ...mode('duplicate', [file, file]),
];

const beside = { extraVolumes: [scratch] };
const mounted = { name: 'corpus-volume', mountPath: '/corpus' };
const mount = variants([mounted], beside);
const mountWith = (change: object) => [{ ...mounted, ...change }];

export const extraVolumeMounts: readonly Breakage[] = [
  ...mount('duplicate', [mounted, { ...mounted, subPath: 'b' }]),
  ...mount('exclusive', mountWith({ subPath: 'a', subPathExpr: 'b' })),
  ...mount('syntax', mountWith({ subPath: '../a' }), mountWith({ subPath: '/a' }), mountWith({ mountPath: '/a:b' })),
  ...mount('required', mountWith({ mountPath: '' }), [{ name: 'corpus-volume' }]),
  ...mount('cross-field', mountWith({ name: 'corpus-elsewhere' }), mountWith({ recursiveReadOnly: 'Enabled' })),
  ...mount('enum', mountWith({ mountPropagation: 'Both' })),
  ...mount('type', mountWith({ readOnly: 'sometimes' })),
  ...mount('unknown-field', mountWith({ path: '/corpus' })),
];

const pod = variants({ runAsUser: 4712, runAsGroup: 4713 });
const podWith = (change: object) => ({ runAsUser: 4712, runAsGroup: 4713, ...change });

export const podSecurityContext: readonly Breakage[] = [
  ...pod('range', podWith({ runAsUser: -1 }), podWith({ runAsGroup: 2_147_483_648 }), podWith({ fsGroup: -7 })),
  ...pod('enum', podWith({ fsGroupChangePolicy: 'Never' }), podWith({ seccompProfile: { type: 'Default' } })),
  ...pod('enum', podWith({ supplementalGroupsPolicy: 'Loose' })),
  ...pod('cross-field', podWith({ seccompProfile: { type: 'Localhost' } })),
  ...pod('cross-field', podWith({ appArmorProfile: { type: 'RuntimeDefault', localhostProfile: 'corpus' } })),
  ...pod('syntax', podWith({ sysctls: [{ name: 'net ipv4', value: '1' }] })),
  ...pod('duplicate', podWith({ sysctls: ['1', '2'].map((value) => ({ name: 'kernel.shm_rmid_forced', value })) })),
  ...pod('type', podWith({ runAsUser: 'root' }), podWith({ runAsNonRoot: 'no' })),
  ...pod('unknown-field', podWith({ runAsUsers: 1 })),
];

const container = variants({ runAsUser: 4714, runAsGroup: 4715 });
const containerWith = (change: object) => ({ runAsUser: 4714, runAsGroup: 4715, ...change });

export const securityContext: readonly Breakage[] = [
  ...container('range', containerWith({ runAsUser: -1 }), containerWith({ runAsGroup: 2_147_483_648 })),
  ...container('enum', containerWith({ procMount: 'unmasked' }), containerWith({ seccompProfile: { type: 'None' } })),
  ...container('exclusive', containerWith({ privileged: true, allowPrivilegeEscalation: false })),
  ...container(
    'exclusive',
    containerWith({ capabilities: { add: ['CAP_SYS_ADMIN'] }, allowPrivilegeEscalation: false }),
  ),
  ...container('cross-field', containerWith({ seccompProfile: { type: 'Unconfined', localhostProfile: 'corpus' } })),
  ...container('type', containerWith({ runAsUser: 'root' }), containerWith({ privileged: 'false' })),
  ...container('unknown-field', containerWith({ runAsRoot: true })),
];
