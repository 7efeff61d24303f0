// Values that are schedules of CronJobs are checked as the API server checks them.

import { KindGuard } from '@sinclair/typebox';
import { registry } from '../../charts/registry';
import { schemaProblems } from '../../lib/values/schema/check';
import type { TSchema } from '../../lib/values/schema/schema';

function* leaves(schema: TSchema, path: string): Generator<[path: string, schema: TSchema]> {
  if (!KindGuard.IsObject(schema)) yield [path, schema];
  else for (const [key, property] of Object.entries(schema.properties)) yield* leaves(property, `${path}.${key}`);
}

const schedules = registry
  .flatMap(({ name, load }) => [...leaves(load().schema, name)])
  .filter(([path]) => path.endsWith('.schedule'));

test('there are some', () => {
  expect(schedules.map(([path]) => path)).toEqual([
    'daytona.services.runner.registration.schedule',
    'daytona.postgresql.backup.cronjob.schedule',
    'daytona-region.services.runnerReaper.schedule',
  ]);
});

test.each(schedules)('%s', (_path, schema) => {
  const messages = (value: string) => schemaProblems(schema, value).map(({ message }) => message);
  for (const valid of ['*/5 * * * *', '0 3 1,15 jan-mar MON', '@daily', '@every 2h']) {
    expect([valid, messages(valid)]).toEqual([valid, []]);
  }
  expect(messages('0 24 * * *')).toEqual(['has an invalid hour: 24 is not from 0 to 23']);
  expect(messages('! ! ! ! !')).toEqual(['has an invalid minute: ! is not from 0 to 59']);
  expect(messages('@fortnightly')).toEqual(['is not a schedule such as 0 3 * * * or @daily']);
  expect(messages('CRON_TZ=UTC 0 3 * * *')).toEqual(['must not contain TZ: set timeZone instead']);
});
