import { describe, expect, it } from 'vitest';
import { page as pageSource } from './support/fixture-code.ts';
import type { Fixture } from './support/fixture-extension.ts';
import {
  everyContribution,
  incompatibleFaults,
  pageExtension,
  REQUIRED_FIELDS,
  without,
} from './support/index-faults.ts';
import { disableButton, problemPanels } from './support/problem-panel.ts';
import { stage } from './support/stage.ts';

const FIVE_MEGABYTES = 5 * 1024 * 1024;
const incompatible = incompatibleFaults();
const lame = REQUIRED_FIELDS.map((field) => ({ field, name: `lacks-${field.toLowerCase().replaceAll('.', '-')}` }));

describe('an extension', () => {
  const here = stage({
    extensions: () => [
      pageExtension('healthy'),
      ...incompatible.flatMap((fault) => fault.extensions),
      rival('rival-one', 'contested'),
      rival('rival-two', 'contested'),
      twice('says-it-twice'),
      ...lame.map(({ field, name }) => complete(name, { edit: (manifest) => without(manifest, field) })),
      complete('lacks-nothing'),
      complete('five-megabytes', { manifest: { description: { en: 'x'.repeat(FIVE_MEGABYTES) } } }),
      complete('not-json', { edit: () => '{ "name": ' }),
    ],
  });

  for (const fault of incompatible) {
    it(`${fault.title} stays in the menu and its page says ${fault.code}`, async () => {
      await here.visit('/healthy', async ({ page, watch }) => {
        const navigation = page.getByRole('navigation', { name: 'Main' });
        await navigation.getByRole('link', { name: `Go to ${fault.name}`, exact: true }).click();
        const panel = problemPanels(page.getByRole('main'), new RegExp(fault.code));
        await panel.waitFor();
        await disableButton(panel).waitFor();
        expect(await problemPanels(page.getByRole('main')).count()).toBe(1);
        expect(watch.requests().filter((path) => path.startsWith(`/ext/${fault.name}/`))).toEqual([]);
        await navigation.getByRole('link', { name: 'Go to healthy' }).click();
        await page.getByRole('heading', { name: 'Page of healthy' }).waitFor();
      });
    });
  }

  it('that claims a route of another one is left out there, and both are named', async () => {
    const { conflicts } = await here.product.api.list();
    const conflict = conflicts.find(({ kind, subject }) => kind === 'route' && subject.includes('contested'));
    expect(conflict).toMatchObject({ problem: { code: 'LB2010' } });
    expect([conflict?.winner.extension, conflict?.loser.extension]).toEqual(['rival-one', 'rival-two']);
    await here.visit('/contested', async ({ page }) => {
      await page.getByRole('heading', { name: 'Page of rival-one' }).waitFor();
    });
  });

  it('that uses one id twice is explained', async () => {
    const { conflicts, skipped, extensions } = await here.product.api.list();
    const problems = [...conflicts, ...skipped].map(({ problem }) => problem);
    for (const extension of extensions) problems.push(...extension.problems);
    const found = problems.filter(
      (problem) => problem.extension === 'says-it-twice' || mentions(problem, 'says-it-twice'),
    );
    expect(found.map(({ code }) => code)).toEqual(expect.arrayContaining([expect.stringMatching(/^LB(1012|2011)$/)]));
  });

  it('with every kind of contribution and nothing missing is accepted', async () => {
    const { extensions, skipped } = await here.product.api.list();
    expect(extensions.find(({ name }) => name === 'lacks-nothing')?.problems).toEqual([]);
    expect(skipped.filter(({ extension }) => extension === 'lacks-nothing')).toEqual([]);
  });

  for (const { field, name } of lame) {
    it(`without ${field} in its manifest is explained by number`, async () => {
      expect(await codesOf(name)).toEqual(['LB1003']);
    });
  }

  it('with a manifest of five megabytes is refused unread', async () => {
    expect(await codesOf('five-megabytes')).toContain('LB1002');
  });

  it('with a manifest that is no JSON is explained', async () => {
    expect(await codesOf('not-json')).toContain('LB1001');
  });

  it('of any of these kinds leaves the others usable', async () => {
    await here.visit('/lacks-nothing', async ({ page }) => {
      await page.getByRole('heading', { name: 'Page of lacks-nothing' }).waitFor();
    });
  });

  /** Numbers of all problems that the server reports about an extension, wherever it reports them. */
  async function codesOf(name: string): Promise<string[]> {
    const { extensions, skipped } = await here.product.api.list();
    const codes = [
      ...skipped.filter(({ extension }) => extension === name).map(({ problem }) => problem.code),
      ...extensions
        .filter((extension) => extension.name === name)
        .flatMap(({ problems }) => problems.map(({ code }) => code)),
    ];
    return [...new Set(codes)];
  }
});

const mentions = (problem: { params: Record<string, string | number> }, name: string) =>
  Object.values(problem.params).some((value) => String(value).includes(name));

const complete = (name: string, fixture: Partial<Fixture> = {}): Fixture => ({
  name,
  modules: { './page': pageSource(`Page of ${name}`) },
  contributes: everyContribution(name),
  ...fixture,
});

function rival(name: string, path: string): Fixture {
  const fixture = pageExtension(name);
  const [route] = fixture.contributes?.routes ?? [];
  return { ...fixture, contributes: { routes: [{ ...route!, path }] } };
}

function twice(name: string): Fixture {
  const fixture = pageExtension(name);
  const [route] = fixture.contributes?.routes ?? [];
  return { ...fixture, contributes: { routes: [route!, { ...route!, path: `${name}-again` }] } };
}
