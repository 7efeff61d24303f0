// What packs get from each other. A pack exports one list: of values if all of its modules run at once, otherwise of functions
// that each load a module. V8 would need a hidden class for each name in objects of modules and their exports.
import { namesImportedBy } from './graph.mjs';
import { isEager } from './packs.mjs';

/** The start of the paths that modules require from other packs. */
export const REQUIRED = 'pack:';

const quoted = JSON.stringify;
const path = (file) => quoted(`./${file}`);

/** `exportsOf`: the names that a module exports. */
export function exchangeOf(graph, packOf, exportsOf) {
  const { exported, imported } = namesBetweenPacks(graph, packOf, exportsOf);
  const itemOf = (file, name) => (isEager(packOf(file)) ? `${file} ${name}` : file);

  /** The items of each pack's list: `file name` or `file`. */
  const lists = new Map();
  for (const [file, names] of [...exported].sort()) {
    const items = isEager(packOf(file)) ? [...names].sort().map((name) => itemOf(file, name)) : [file];
    lists.set(packOf(file), [...(lists.get(packOf(file)) ?? []), ...items]);
  }
  const places = new Map([...lists.values()].flatMap((items) => items.map((item, place) => [item, place])));

  function placeOf(file, name) {
    const place = places.get(itemOf(file, name));
    if (place === undefined) throw new Error(`${packOf(file)} does not export ${itemOf(file, name)}`);
    return place;
  }
  const listOf = (file) => `__pack(${quoted(packOf(file))}).list`;

  /** The module of a pack's values: `list`, and the modules of `entries` by name. */
  function valuesOf(items, entries) {
    const imports = items.map((item, place) => {
      const [file, name] = item.split(' ');
      return `import {${name} as exported_${place}} from ${path(file)};`;
    });
    const modules = entries.map((file, index) => {
      const names = exportsOf(file);
      const parts = names.map((name) => `${name}: ${name}_${index}`);
      return `import {${names.map((name) => `${name} as ${name}_${index}`)}} from ${path(file)};
        exports[${quoted(file)}] = () => ({${parts}});`;
    });
    return [...imports, ...modules, `exports.list = [${items.map((_, place) => `exported_${place}`)}];`];
  }

  return {
    /** The module from which a pack imports what it needs of a module of another pack. */
    importing(pack, file) {
      const names = [...imported.get(`${pack} ${file}`)];
      if (!isEager(packOf(file))) return `export const {${names}} = ${listOf(file)}[${placeOf(file)}]();`;
      const values = names.map((name) => `${name} = __list[${placeOf(file, name)}]`);
      return `const __list = ${listOf(file)}; export const ${values};`;
    },

    /** The module that is bundled as a pack. */
    exporting(pack, entries) {
      const items = lists.get(pack) ?? [];
      if (isEager(pack)) return valuesOf(items, entries).join('\n');
      const modules = entries.map((file) => `exports[${quoted(file)}] = () => require(${path(file)});`);
      return [...modules, `exports.list = [${items.map((file) => `() => require(${path(file)})`)}];`].join('\n');
    },

    /** The text of a bundled pack, whose modules require others from other packs. */
    completed(text) {
      const missing = /\bexported_(\d+)/.exec(text);
      if (missing) throw new Error(`a pack exports a name that its module does not have, at place ${missing[1]}`);
      return text.replaceAll(/\brequire\("pack:([^"]+)"\)/g, (_, file) => {
        if (!isEager(packOf(file))) return `${listOf(file)}[${placeOf(file)}]()`;
        const parts = exportsOf(file).map((name) => `${name}:list[${placeOf(file, name)}]`);
        return `(list=>({${parts}}))(${listOf(file)})`;
      });
    },
  };
}

/** The names that each module exports to other packs, and those that a pack imports from a module of another (`pack file`). */
function namesBetweenPacks({ edges }, packOf, exportsOf) {
  const exported = new Map();
  const imported = new Map();
  const add = (map, key, names) => map.set(key, new Set([...(map.get(key) ?? []), ...names]));
  for (const { from, to, isLate, specifier } of edges) {
    const [exporter, importer] = [packOf(to), packOf(from)];
    // Data is copied.
    const isData = to.endsWith('.json');
    if (isData || (exporter === importer && !(isLate && isEager(exporter)))) continue;
    const isWhole = isLate || !isEager(importer);
    // Names of types are not exported.
    const used = isWhole ? undefined : namesImportedBy(from).get(specifier);
    const names = exportsOf(to).filter((name) => !used || used.has(name));
    add(exported, to, names);
    if (!isWhole) add(imported, `${importer} ${to}`, names);
  }
  return { exported, imported };
}
