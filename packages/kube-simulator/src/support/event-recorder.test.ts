import { ManualClock } from '@luban/kube';
import type { Event } from '@luban/kube/kinds';
import { startTestApi } from '@luban/kube-apiserver/testing';
import { expect, test } from 'vitest';
import { EventCorrelator } from './event-correlator.ts';
import { EventRecorder } from './event-recorder.ts';
import { EVENTS } from './kinds.ts';

const about = { apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: 'web', uid: 'u1' };

test('the same event again becomes a count, with the time of the last', async () => {
  const clock = new ManualClock();
  await using api = await startTestApi({ clock });
  using recorder = new EventRecorder(api.client, clock, { component: 'kubelet', host: 'node-1' });
  const events = async () => (await api.client.list<Event>(EVENTS, { fieldSelector: 'involvedObject.name=web' })).items;
  for (let round = 0; round < 3; round++) {
    recorder.event(about, 'Warning', 'BackOff', 'Back-off restarting failed container');
    await clock.advance(5000);
    while ((await events())[0]?.count !== round + 1) await clock.advance(1);
  }
  const [event, ...others] = await events();
  expect(others).toEqual([]);
  expect(event).toMatchObject({
    count: 3,
    type: 'Warning',
    source: { component: 'kubelet', host: 'node-1' },
    reportingComponent: 'kubelet',
    involvedObject: about,
  });
  expect(Date.parse(event?.lastTimestamp ?? '') - Date.parse(event?.firstTimestamp ?? '')).toBeGreaterThanOrEqual(
    10_000,
  );
  // Events expire; then the next one is new.
  await api.client.delete({ ...EVENTS, namespace: 'default', name: event?.metadata.name });
  recorder.event(about, 'Warning', 'BackOff', 'Back-off restarting failed container');
  while ((await events()).length === 0) await clock.advance(1);
  expect((await events())[0]?.count).toBe(1);
});

test('many different messages of one reason are combined, and floods are cut off', () => {
  const clock = new ManualClock();
  const correlator = new EventCorrelator(clock);
  const outcomes = Array.from({ length: 40 }, (_, index) => {
    const outcome = correlator.correlate({
      object: about,
      type: 'Normal',
      reason: 'Pulled',
      message: `image ${index}`,
    });
    if (outcome?.known === undefined) outcome?.written(`event-${index}`);
    return outcome;
  });
  expect(outcomes[8]?.message).toBe('image 8');
  expect(outcomes[12]).toMatchObject({ known: 'event-9', message: '(combined from similar events): image 12' });
  expect(outcomes.filter((outcome) => outcome !== undefined)).toHaveLength(25);
});
