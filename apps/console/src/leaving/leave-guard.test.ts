// @vitest-environment happy-dom
import type { UnsavedWork } from '@luban/kernel';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { testKernel } from '../host/console.testing.tsx';
import { indexOf, routeOf } from '../navigation/navigation.testing.ts';
import { createGuardedHistory } from './guarded-history.ts';
import { createLeaveGuard, guardUnload, type LeaveQuestion } from './leave-guard.ts';

const work: UnsavedWork = { extension: 'acme', message: 'A note' };
const index = indexOf({
  routes: [routeOf('acme/notes', 'cluster', 'notes'), routeOf('acme/users', 'access', 'users')],
});

function guarded() {
  const unsaved = createStore<readonly UnsavedWork[]>(() => []);
  const readable = { get: unsaved.getState, subscribe: (listener: () => void) => unsaved.subscribe(listener) };
  const kernel = { ...testKernel(index), unsaved: readable };
  const questions: LeaveQuestion[] = [];
  const guard = createLeaveGuard(kernel, (question) => questions.push(question));
  return { kernel, guard, questions, hold: (...held: UnsavedWork[]) => unsaved.setState(held, true) };
}

describe('the guard of unsaved work', () => {
  afterEach(() => vi.restoreAllMocks());

  it('sees a loss only where another page is shown', () => {
    const { guard, hold } = guarded();
    expect(guard.loses('/clusters/a/notes', '/access/users')).toBe(false);
    hold(work);
    expect(guard.loses('/clusters/a/notes', '/access/users')).toBe(true);
    expect(guard.loses('/clusters/a/notes', '/nowhere')).toBe(true);
    expect(guard.loses('/clusters/a/notes', '/clusters/b/notes')).toBe(false);
  });

  it('lets a step wait for the answer', () => {
    const { guard, questions, hold } = guarded();
    window.history.replaceState(null, '', '/clusters/a/notes');
    const history = createGuardedHistory(window, guard);
    const steps: string[] = [];
    const end = history.listen(({ location }) => steps.push(location.pathname + location.search));
    hold(work);
    history.navigator.push('?open=1');
    expect(steps).toEqual(['/clusters/a/notes?open=1']);
    history.navigator.push('/access/users');
    expect(steps).toHaveLength(1);
    expect(questions[0]?.work).toEqual([work]);
    questions[0]?.leave();
    expect(steps.at(-1)).toBe('/access/users');
    end();
  });

  it('holds the browser only while there is something to lose', () => {
    const { kernel, hold } = guarded();
    const leaving = () => window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
    const end = guardUnload(window, kernel);
    expect(leaving()).toBe(true);
    hold(work);
    expect(leaving()).toBe(false);
    hold();
    expect(leaving()).toBe(true);
    hold(work);
    end();
    expect(leaving()).toBe(true);
  });
});
