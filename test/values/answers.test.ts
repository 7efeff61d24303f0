// Rules are not asked again about values that have not changed since the release before.

import { loadLayer } from '../../lib/values/file/load';
import type { Layer } from '../../lib/values/layer';
import { formatProblem, type InputError } from '../../lib/values/problem';
import { resolve } from '../../lib/values/resolve';
import { integer, object, text } from '../../lib/values/schema/schema';
import type { Rule } from '../../lib/values/validate';

const about = { description: 'D.' };
const schema = object({
  name: text({ ...about, default: 'x' }),
  session: object({ id: text({ ...about, default: 'a' }) }),
  service: object({ port: integer({ ...about, default: 80 }), target: integer({ ...about, default: 80 }) }),
});
type Values = { name: string; session: { id: string }; service: { port: number; target: number } };

const file = (content: string): Layer => loadLayer({ source: 'f', text: content });
const shared = file('service: {port: 1}');

/** What a rule reports about releases that share a values file, and how often it was asked. */
function ask(rule: Rule<Values>, ...releases: readonly Layer[]) {
  let count = 0;
  const counting: Rule<Values> = (values, report) => {
    count++;
    rule(values, report);
  };
  const reports = releases.map((own) => {
    try {
      return resolve(schema, [counting], [shared, own]).warnings.map(formatProblem);
    } catch (error) {
      return (error as InputError).problems.map(formatProblem);
    }
  });
  return { count, reports };
}

const ids = ['a', 'b', 'c', 'd'].map((id) => file(`session: {id: ${id}}`));

test('a rule about a block that releases share is asked at most twice, and reported for each of them', () => {
  const { count, reports } = ask(
    ({ service }, report) => {
      if (service.port < 80) report.warning((v) => v.service.port, `${service.port} is privileged`);
    },
    ...ids,
  );
  expect(reports).toEqual(Array(4).fill(['f:1:11 service.port: 1 is privileged']));
  expect(count).toBe(2);
});

test('the report has the location of the value in its own release', () => {
  const rule: Rule<Values> = ({ service }, report) => {
    if (service.target === 80) report.error((v) => v.service.target, 'is 80');
  };
  const { reports } = ask(rule, file('{}'), file('{}'), file('service: {target: 80}'));
  expect(reports).toEqual([
    ['f:1:1 service.target: is 80'],
    ['f:1:1 service.target: is 80'],
    ['f:1:11 service.target: is 80'],
  ]);
});

test.each<[string, Rule<Values>]>([
  [
    'a block',
    ({ session }, report) => {
      if (session.id === 'c') report.error((v) => v.session.id, 'is c');
    },
  ],
  [
    'a block in a branch that earlier releases did not reach',
    ({ name, session }, report) => {
      if (name === 'x' && session.id === 'c') report.error((v) => v.session.id, 'is c');
    },
  ],
  [
    'everything',
    (values, report) => {
      for (const entry of Object.values(values)) {
        if (typeof entry === 'object' && 'id' in entry && entry.id === 'c') report.error((v) => v.session.id, 'is c');
      }
    },
  ],
])('a rule that reads %s is asked again if it changes', (_, rule) => {
  expect(ask(rule, ...ids).reports).toEqual([[], [], ['f:1:11 session.id: is c'], []]);
});

test('a value at the top level is compared, too', () => {
  const rule: Rule<Values> = ({ name }, report) => {
    if (name === 'bad') report.error((v) => v.name, 'is bad');
  };
  const { reports } = ask(rule, ...['x', 'x', 'bad', 'x', 'bad'].map((name) => file(`name: ${name}`)));
  expect(reports).toEqual([[], [], ['f:1:1 name: is bad'], [], ['f:1:1 name: is bad']]);
});

test('after a release with an invalid value, the next one is asked as before', () => {
  const rule: Rule<Values> = ({ service }, report) => {
    if (service.port === 1) report.error((v) => v.service.port, 'is 1');
  };
  const { reports } = ask(rule, file('{}'), file('{}'), file('service: {port: x}'), file('service: {port: 2}'));
  const [message] = reports[0] ?? [];
  expect(message).toBe('f:1:11 service.port: is 1');
  expect(reports).toEqual([[message], [message], ['f:1:11 service.port: invalid value "x" (expected an integer)'], []]);
});

test('other errors of a rule reach the caller each time', () => {
  const rule: Rule<Values> = () => {
    throw new TypeError('broken');
  };
  for (const layer of ids) expect(() => resolve(schema, [rule], [layer])).toThrow(new TypeError('broken'));
});
