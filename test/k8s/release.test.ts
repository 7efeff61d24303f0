// One release that spans namespaces.

import { App, Chart } from 'cdk8s';
import { system } from '../../charts/dozlab-session';
import type { CommonValues } from '../../lib/k8s/common';
import { Release } from '../../lib/k8s/release';
import { secret } from '../../lib/k8s/secret/config';
import { programLayer, resolve } from '../../lib/values/resolve';

const lab = { session: { id: 'a', userId: 'b' }, rootfs: { imageUrl: 'http://a' } };

/** The common values of any chart; this chart only provides the schema. */
const { values } = resolve(system.schema, [], [programLayer(lab)]);

const release = (labels: Partial<Pick<CommonValues, 'commonLabels' | 'podLabels'>> = {}) =>
  new Release({
    chart: { name: 'buoy', version: '1.0.0', longestSuffix: 0 },
    name: 'buoy',
    namespace: 'sea',
    common: { ...values, ...labels },
  });

test('objects created in another namespace belong to the same release', () => {
  const here = release();
  const there = here.inNamespace('harbour');
  const labels = there.labels('light');
  expect(there.metadata('buoy', labels).namespace).toBe('harbour');
  expect(here.metadata('buoy', labels).namespace).toBe('sea');
  expect(there.fullname).toBe(here.fullname);
});

test('requirements and warnings from another namespace are reported by the release', () => {
  const here = release();
  const there = here.inNamespace('harbour');
  there.external('Secret', 'keys', ['lamp']);
  there.warn('fog');
  expect(here.externals).toMatchObject([{ kind: 'Secret', name: 'keys', namespace: 'harbour', keys: ['lamp'] }]);
  expect(here.warnings).toEqual(['fog']);
});

test('a Secret that is looked up before it is created is an error', () => {
  const chart = new Chart(new App(), 'sea');
  const here = release();
  const labels = here.labels('light');
  expect(here.holds('Secret', 'keys')).toBe(false);
  expect(() => secret(chart, 'keys', here, { name: 'keys', labels, data: {} })).toThrow(
    'Secret keys must be created before what refers to it',
  );
});

test('labels that the chart sets are kept, which is reported once', () => {
  const of = 'app.kubernetes.io';
  const own = { team: 'lamps', [`${of}/name`]: 'mine', [`${of}/version`]: '9' };
  const here = release({ commonLabels: own, podLabels: own });
  const labels = [here.labels('light'), here.labels('bell', { app: 'bell' })];
  expect(labels[0]?.all).toMatchObject({ team: 'lamps', [`${of}/name`]: 'buoy', [`${of}/version`]: '1.0.0' });
  expect(labels[0]?.pod()).toMatchObject({ team: 'lamps', [`${of}/name`]: 'buoy', [`${of}/version`]: '9' });
  expect(here.warnings).toEqual([
    `commonLabels: ${of}/name has no effect: the chart sets this label`,
    `commonLabels: ${of}/version has no effect: the chart sets this label`,
    `podLabels: ${of}/name has no effect: the chart sets this label`,
  ]);
});

test("a label that repeats the chart's, or belongs to another component only, causes no warning", () => {
  const here = release({ commonLabels: { 'app.kubernetes.io/name': 'buoy', app: 'sea' } });
  here.labels('light').pod();
  expect(here.warnings).toEqual([]);
});
