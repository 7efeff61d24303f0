// Reads the Go types of the Kubernetes API.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Alias of a Go package -> its folder and the apiVersion of its kinds. */
const packagesOf = (api, machinery, extensions) => ({
  corev1: [join(api, 'core/v1'), 'v1'],
  appsv1: [join(api, 'apps/v1'), 'apps/v1'],
  batchv1: [join(api, 'batch/v1'), 'batch/v1'],
  autoscalingv1: [join(api, 'autoscaling/v1'), 'autoscaling/v1'],
  autoscalingv2: [join(api, 'autoscaling/v2'), 'autoscaling/v2'],
  policyv1: [join(api, 'policy/v1'), 'policy/v1'],
  networkingv1: [join(api, 'networking/v1'), 'networking.k8s.io/v1'],
  rbacv1: [join(api, 'rbac/v1'), 'rbac.authorization.k8s.io/v1'],
  storagev1: [join(api, 'storage/v1'), 'storage.k8s.io/v1'],
  schedulingv1: [join(api, 'scheduling/v1'), 'scheduling.k8s.io/v1'],
  nodev1: [join(api, 'node/v1'), 'node.k8s.io/v1'],
  coordinationv1: [join(api, 'coordination/v1'), 'coordination.k8s.io/v1'],
  admissionregistrationv1: [join(api, 'admissionregistration/v1'), 'admissionregistration.k8s.io/v1'],
  apiextensionsv1: [join(extensions, 'pkg/apis/apiextensions/v1'), 'apiextensions.k8s.io/v1'],
  metav1: [join(machinery, 'pkg/apis/meta/v1'), 'meta/v1'],
});

/** The comment of a field, its type and its tags. */
const FIELD = /((?:^\t\/\/.*\n)*)^\t(?:\w+[ \t]+)?(\S+)[ \t]+`([^`]*)`/gm;

/** The keys that must be unique among the items of a list, `*` for the items themselves; empty if nothing must be. */
function uniqueIn(comment) {
  if (/\+listType=set\b/.test(comment)) return '*';
  return [...comment.matchAll(/\+listMapKey=(\w+)/g)].map(([, key]) => key).join(',');
}

const BUILT_IN = /^(u?int(8|16|32|64)?|string|bool|byte|float(32|64))$/;

const primitiveOf = (type) => {
  if (type === 'bool') return 'boolean';
  return /^u?int/.test(type) ? 'integer' : type.startsWith('float') ? 'number' : 'string';
};

/** The folders are those of the Go modules k8s.io/api, k8s.io/apimachinery and k8s.io/apiextensions-apiserver. */
export function readTypes(api, machinery, extensions) {
  const PACKAGES = packagesOf(api, machinery, extensions);
  /** `apps/v1/DeploymentSpec` -> its fields, or the type that it is an alias of. */
  const types = new Map();
  for (const [folder, prefix] of Object.values(PACKAGES)) {
    const files = readdirSync(folder).filter((file) => /^types.*\.go$/.test(file));
    const text = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
    // Import aliases in the files of a package: `v1 "k8s.io/api/core/v1"`.
    const prefixes = new Map();
    for (const [, given, path] of text.matchAll(/^\s*(?:import )?(\w+)?\s*"(k8s\.io\/[^"]+)"/gm)) {
      const found = Object.values(PACKAGES).find(([dir]) => dir.endsWith(path.replace(/^k8s\.io\/[^/]+\//, '')));
      if (found) prefixes.set(given ?? basename(path), found[1]);
    }
    const named = (type) => {
      const [owner, name] = type.includes('.') ? type.split('.') : [undefined, type];
      return `${owner === undefined ? prefix : prefixes.get(owner)}/${name}`;
    };
    for (const [, name, body] of text.matchAll(/^type (\w+) struct \{\n(.*?)^\}/gms)) {
      const fields = [...body.matchAll(FIELD)].flatMap(([, comment = '', type, tags]) => {
        const [key, ...options] = (/json:"([^"]*)"/.exec(tags)?.[1] ?? '-').split(',');
        if (key === '-' || key === 'status' || key === 'managedFields') return [];
        const [, strategy = ''] = /patchStrategy:"([^"]*)"/.exec(tags) ?? [];
        const [, mergeKey = ''] = /patchMergeKey:"([^"]*)"/.exec(tags) ?? [];
        // Since 1.37, embedded types have an empty tag.
        const [inline, omit] = [options.includes('inline') || key === '', options.includes('omitempty')];
        return [{ key, type, inline, omit, strategy, mergeKey, unique: uniqueIn(comment), named }];
      });
      types.set(`${prefix}/${name}`, { fields });
    }
    for (const [, name, type] of text.matchAll(/^type (\w+) (?!struct|interface)(\S+)$/gm)) {
      types.set(`${prefix}/${name}`, { same: type, named });
    }
  }

  /** What a Go type is: a quantity, a struct, or strings and numbers; as a pointer, in a list or in a map. */
  function resolved(type, named) {
    if (type.startsWith('*')) return { ...resolved(type.slice(1), named), pointer: true };
    const [, map, item] = /^(\[\]|map\[[^\]]+\])(.+)$/.exec(type) ?? [];
    if (item) return { ...resolved(item, named), collection: map === '[]' ? 'list' : 'map', pointer: false };
    if (/(^|\.)Quantity$/.test(type)) return { quantity: true };
    if (BUILT_IN.test(type)) return { scalar: true, primitive: primitiveOf(type) };
    const found = types.get(named(type));
    if (found?.same) return resolved(found.same, found.named);
    return found ? { struct: named(type) } : {};
  }

  /** The fields of a struct, including those of embedded structs. */
  const fieldsOf = (id) =>
    types.get(id).fields.flatMap((field) => {
      if (!field.inline) return [field];
      const embedded = field.named(field.type.replace('*', ''));
      return types.has(embedded) && !/TypeMeta$/.test(embedded) ? fieldsOf(embedded) : [];
    });

  /** The kinds: types with metadata. */
  const kinds = [...types.keys()].filter((id) => {
    const { fields } = types.get(id);
    const isKind = fields?.some(({ type, inline }) => inline && /TypeMeta$/.test(type));
    return isKind && fields.some(({ key, type }) => key === 'metadata' && /ObjectMeta$/.test(type));
  });

  return { kinds, fieldsOf, resolved };
}
