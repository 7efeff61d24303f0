// Finds the changes that a careless edit could make to a source file: one mutant per change.
import { SyntaxKind } from 'typescript/unstable/ast';

const SWAPS = new Map([
  [SyntaxKind.EqualsEqualsEqualsToken, '!=='],
  [SyntaxKind.ExclamationEqualsEqualsToken, '==='],
  [SyntaxKind.LessThanToken, '<='],
  [SyntaxKind.LessThanEqualsToken, '<'],
  [SyntaxKind.GreaterThanToken, '>='],
  [SyntaxKind.GreaterThanEqualsToken, '>'],
  [SyntaxKind.PlusToken, '-'],
  [SyntaxKind.MinusToken, '+'],
  [SyntaxKind.AsteriskToken, '/'],
  [SyntaxKind.SlashToken, '*'],
  [SyntaxKind.AmpersandAmpersandToken, '||'],
  [SyntaxKind.BarBarToken, '&&'],
  [SyntaxKind.QuestionQuestionToken, '&&'],
]);

/** Text for people. Changing its wording breaks nothing. */
const PROSE = new Set(['description', 'expected', 'hint']);

/** A sentence describes something; messages do not end with a period. */
const SENTENCE = /^[A-Z].* .*\.$/;

const SKIPPED = new Set([
  SyntaxKind.ImportDeclaration,
  SyntaxKind.ExportDeclaration,
  SyntaxKind.InterfaceDeclaration,
  SyntaxKind.TypeAliasDeclaration,
]);

/**
 * Every mutant of a parsed source file, in the order of the text: `kind` is the kind of change, `start` and `end` are the
 * offsets that `text` replaces.
 */
export function mutantsOf(source) {
  const found = [];
  const start = (node) => node.getStart(source);
  const add = (kind, node, text, from = start(node), to = node.end) =>
    found.push({ kind, start: from, end: to, text, line: source.text.slice(0, from).split('\n').length });
  const textOf = (node) => source.text.slice(start(node), node.end);
  const negate = (node) => add('condition negated', node, `!(${textOf(node)})`);

  /** An item of a list, with the comma after it. */
  const dropItem = (kind, node) => {
    const comma = /^\s*,/.exec(source.text.slice(node.end))?.[0].length ?? 0;
    add(kind, node, '', start(node), node.end + comma);
  };

  const visit = (node) => {
    if (SKIPPED.has(node.kind) || isTypeNode(node)) return;
    switch (node.kind) {
      case SyntaxKind.IfStatement:
      case SyntaxKind.WhileStatement:
        negate(node.expression);
        break;
      case SyntaxKind.ConditionalExpression:
        negate(node.condition);
        break;
      case SyntaxKind.BinaryExpression: {
        const text = SWAPS.get(node.operatorToken.kind);
        if (text && !isOfComparator(node)) add('operator swapped', node.operatorToken, text);
        break;
      }
      case SyntaxKind.TrueKeyword:
        add('constant changed', node, 'false');
        break;
      case SyntaxKind.FalseKeyword:
        add('constant changed', node, 'true');
        break;
      case SyntaxKind.NumericLiteral:
        if (!isOfComparator(node)) add('constant changed', node, `${Number(node.text.replaceAll('_', '')) + 1}`);
        break;
      case SyntaxKind.StringLiteral:
        if (!SENTENCE.test(node.text)) add('string changed', node, node.text === '' ? "'mutant'" : `'${'mutant'}'`);
        break;
      case SyntaxKind.ExpressionStatement:
      case SyntaxKind.ThrowStatement:
        if (node.expression.expression?.kind !== SyntaxKind.SuperKeyword) add('statement dropped', node, ';');
        break;
      case SyntaxKind.ArrayLiteralExpression:
        for (const item of node.elements) dropItem('array item dropped', item);
        break;
      case SyntaxKind.ObjectLiteralExpression:
        for (const property of node.properties) {
          const name = property.name?.text;
          if (!PROSE.has(name)) dropItem(name === 'default' ? 'default dropped' : 'property dropped', property);
        }
        break;
      case SyntaxKind.PropertyAssignment:
        if (PROSE.has(node.name.text)) return;
        if (node.name.text === 'default') changeDefault(node.initializer);
        visit(node.initializer);
        return;
    }
    node.forEachChild(visit);
  };

  /** Literals are changed where they are visited. */
  const changeDefault = (node) => {
    if (node.kind === SyntaxKind.ArrayLiteralExpression && node.elements.length === 0)
      add('default changed', node, "['mutant']");
    if (node.kind === SyntaxKind.ObjectLiteralExpression && node.properties.length === 0)
      add('default changed', node, '{ mutant: {} }');
  };

  visit(source);
  return found;
}

/**
 * `a < b ? -1 : 1`: the items that are compared are never equal, so `<=` gives the same order, and of the numbers only the
 * signs count.
 */
const isComparator = (node) =>
  node.kind === SyntaxKind.ConditionalExpression &&
  node.condition.kind === SyntaxKind.BinaryExpression &&
  node.condition.operatorToken.kind === SyntaxKind.LessThanToken &&
  node.whenTrue.kind === SyntaxKind.PrefixUnaryExpression &&
  node.whenTrue.operand.text === '1' &&
  node.whenFalse.text === '1';

/** Whether a node is the comparison or one of the numbers. */
const isOfComparator = (node) =>
  isComparator(node.parent) ||
  (node.parent.kind === SyntaxKind.PrefixUnaryExpression && isComparator(node.parent.parent));

const isTypeNode = ({ kind }) => kind >= SyntaxKind.FirstTypeNode && kind <= SyntaxKind.LastTypeNode;
