// The API reference: every export of every entry point of the package, from the declarations in build/.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SyntaxKind } from 'typescript/unstable/ast';
import { API, SymbolFlags } from 'typescript/unstable/sync';

/** Longer types are described instead of shown. */
const LONGEST_TYPE = 300;

/** `sandbox-charts/daytona` -> the path of its declarations. */
function entriesOf(root) {
  const { name, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return Object.entries(exports)
    .filter(([, target]) => target.types)
    .map(([path, { types }]) => ({ name: join(name, path), file: resolve(root, types) }));
}

/**
 * The entry points of the package in `root` with their exports: `doc` is the doc comment, empty if there is none, and
 * `members` are the members of a class or an interface, without constructors.
 */
export function readLibrary(root) {
  const entries = entriesOf(root);
  const api = new API({ cwd: resolve(root) });
  try {
    const snapshot = api.updateSnapshot({ openFiles: entries.map(({ file }) => file) });
    return entries.map(({ name, file }) => {
      const project = snapshot.getDefaultProjectForFile(file);
      return { name, exports: exportsOf(project, project.program.getSourceFile(file)) };
    });
  } finally {
    api.close();
  }
}

function exportsOf({ checker }, source) {
  return checker.getExportsOfModule(checker.getSymbolAtLocation(source)).map((exported) => {
    const symbol = exported.flags & SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    const declaration = symbol.declarations[0].resolve();
    const docOf = (of) => checker.getDocumentationCommentOfSymbol(of).trim();
    const doc = docOf(symbol);
    // The pages of the values describe the types of values.
    const isInput = declaration.getSourceFile().fileName.endsWith('/input.d.ts');
    const members = isInput ? [] : (declaration.members ?? []);
    return {
      name: exported.name,
      doc,
      home: declaration.getSourceFile().fileName,
      signature: signatureOf(declaration),
      members: members
        .filter((member) => member.name && !isPrivate(member))
        .map((member) => ({ signature: textOf(member), doc: docOf(checker.getSymbolAtLocation(member.name)) })),
    };
  });
}

const isPrivate = ({ modifiers = [] }) => modifiers.some(({ kind }) => kind === SyntaxKind.PrivateKeyword);

/** The text of a node on one line, without comments and modifiers that are irrelevant to readers. */
function textOf(node) {
  const source = node.getSourceFile();
  return source.text
    .slice(node.getStart(source), node.end)
    .replaceAll(/\/\*\*.*?\*\/\s*/gs, '')
    .replaceAll(/\s+/g, ' ')
    .replace(/^(export |declare )+/, '')
    .replace(/;$/, '');
}

function signatureOf(declaration) {
  switch (declaration.kind) {
    case SyntaxKind.ClassDeclaration:
    case SyntaxKind.InterfaceDeclaration: {
      const head = textOf(declaration).replace(/ \{.*/s, '');
      const made = declaration.members.find(({ kind }) => kind === SyntaxKind.Constructor);
      return made ? `${head}\n${textOf(made).replace('constructor', 'new')}` : head;
    }
    case SyntaxKind.VariableDeclaration:
      return `const ${textOf(declaration)}`;
    default:
      return textOf(declaration);
  }
}

/** `ENTRY: NAME` for every export without a doc comment, and `ENTRY: NAME.MEMBER` for every member without one. */
export function undocumented(root) {
  return readLibrary(root).flatMap(({ name, exports }) =>
    exports.flatMap((one) => [
      ...(one.doc === '' ? [`${name}: ${one.name}`] : []),
      ...one.members.filter(({ doc }) => doc === '').map(({ signature }) => `${name}: ${one.name}: ${signature}`),
    ]),
  );
}

/** Joins the lines of a doc comment, because pages are not wrapped. */
const paragraphs = (doc) => doc.replaceAll(/([^\n])\n(?!\n)/g, '$1 ').replaceAll(/(?<=\w)<(?=\w)/g, '\\<');

function describe({ name, doc, signature, members }) {
  const shown = signature.length <= LONGEST_TYPE ? `\`\`\`ts\n${signature}\n\`\`\`\n\n` : '';
  const list = members.map((member) => `- \`${member.signature}\`<br>${paragraphs(member.doc)}\n`).join('');
  return `### ${name}\n\n${shown}${paragraphs(doc)}\n${list === '' ? '' : `\n${list}`}`;
}

const anchor = (name) => name.toLowerCase();

/** The reference as Markdown, with a section for each entry point. Shared exports are described under the last one. */
export function libraryReference(root) {
  const entries = readLibrary(root);
  const keyOf = ({ home, name }) => `${home} ${name}`;
  const homes = new Map(entries.flatMap(({ name, exports }) => exports.map((one) => [keyOf(one), name])));
  const sections = entries.map(({ name, exports }) => {
    const elsewhere = exports.filter((one) => homes.get(keyOf(one)) !== name);
    const links = elsewhere.map(
      (one) => `- [\`${one.name}\`](#${anchor(one.name)}), also in \`${homes.get(keyOf(one))}\`\n`,
    );
    const own = exports.filter((one) => !elsewhere.includes(one));
    return `## \`${name}\`\n\n${links.join('')}${links.length > 0 ? '\n' : ''}${own.map(describe).join('\n')}`;
  });
  return sections.join('\n');
}
