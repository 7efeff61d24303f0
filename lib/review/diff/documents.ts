// Parses manifests: our own files, `helm template`, `helm get manifest`, `kubectl get -o yaml`.

import { parseAllDocuments, type ScalarTag, type Tags } from 'yaml';
import type { Manifest } from '../../k8s/object/manifest';
import { isMap } from '../../values/scalar';

/** Helm hooks that run only on demand are not part of a release. */
const TEST_HOOKS = ['test', 'test-success', 'test-failure'];

/** Kinds that tools write next to objects and that no API server accepts. */
const KUSTOMIZE = /^kustomize\.config\.k8s\.io\//;

/** The objects in YAML or JSON documents, including `List`s. Throws an `Error` that names the source. */
export function manifestsOfText(source: string, text: string): Manifest[] {
  const json = jsonOf(text);
  if (json !== undefined) return objectsOf(source, json);
  const texts = jsonTexts(text);
  if (texts.length > 1) return texts.flatMap((part) => manifestsOfText(source, part));
  const documents = parseAllDocuments(text.replace(/^\uFEFF/, ''), {
    version: '1.1',
    customTags: (tags) => tags.map(asGoYaml),
    merge: true,
    logLevel: 'silent',
    prettyErrors: false,
    uniqueKeys: false,
  });
  if (!Array.isArray(documents)) return [];
  return documents.flatMap((document, index) => {
    const place = documents.length > 1 ? `${source}, document ${index + 1}` : source;
    const [fault] = document.errors;
    // The parser's message quotes the text, which may contain a secret.
    if (fault) throw new Error(`${place}: invalid YAML (${fault.code})`);
    return objectsOf(place, document.toJS({ maxAliasCount: 1000 }));
  });
}

/** The same as the YAML parser reads, but fast enough for the whole state of a cluster. */
function jsonOf(text: string): unknown {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The texts of a JSON stream, one after the other, as several calls of kubectl print it; none for anything else. */
function jsonTexts(text: string): string[] {
  if (!/^\s*\{\s*"/.test(text)) return [];
  const texts: string[] = [];
  let depth = 0;
  let begin = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (token === '{' && depth++ === 0) {
      // YAML has something between its documents.
      if (text.slice(begin, index).trim() !== '') return [];
      begin = index;
    }
    if (token !== '}' || --depth > 0) continue;
    texts.push(text.slice(begin, index + 1));
    begin = index + 1;
  }
  return texts;
}

function objectsOf(place: string, content: unknown): Manifest[] {
  if (content === null || content === undefined) return [];
  if (!isMap(content)) throw new Error(`${place}: not a Kubernetes object (expected a map)`);
  const { kind, items, apiVersion } = content;
  if (typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items)) {
    return items.flatMap((item) => objectsOf(place, item));
  }
  if (!isManifest(content))
    throw new Error(`${place}: not a Kubernetes object (missing apiVersion, kind or metadata.name)`);
  if (KUSTOMIZE.test(String(apiVersion)) || isTest(content)) return [];
  return [content];
}

function isManifest(content: unknown): content is Manifest {
  if (!isMap(content) || !isMap(content.metadata)) return false;
  return [content.apiVersion, content.kind, content.metadata.name].every((value) => typeof value === 'string');
}

function isTest({ metadata: { annotations } }: Manifest): boolean {
  const hooks = annotations?.['helm.sh/hook']?.split(',').map((hook) => hook.trim()) ?? [];
  return hooks.length > 0 && hooks.every((hook) => TEST_HOOKS.includes(hook));
}

/** Helm and kubectl read YAML 1.1, but treat `y` and `n` as strings. */
function asGoYaml(tag: Tags[number]): Tags[number] {
  if (typeof tag === 'string' || tag.tag !== 'tag:yaml.org,2002:bool') return tag;
  const { test } = tag as ScalarTag;
  return test ? { ...(tag as ScalarTag), test: new RegExp(`^(?![YyNn]$)(?:${test.source})`) } : tag;
}
