import { page } from './fixture-code.ts';
import type { Fixture } from './fixture-extension.ts';

/** Runs at start and, while it is on, hides the text of the whole page: trouble without an error. */
export const poisonous = (name: string): Fixture =>
  eager(
    name,
    `document.documentElement.dataset.poisoned = 'yes';
    context.effects.defer(() => { delete document.documentElement.dataset.poisoned; });`,
  );

/** Runs at start and does nothing. */
export const harmless = (name: string): Fixture => eager(name, '');

/** Throws whenever it is activated. */
export const failing = (name: string, version = '1.0.0'): Fixture => ({
  ...eager(name, `throw new Error('boom in activate');`),
  version,
  manifest: { lifecycle: { module: { $ref: './lifecycle#default' } } },
});

function eager(name: string, activate: string): Fixture {
  return {
    name,
    title: `Start ${name}`,
    modules: {
      './page': page(`Page of ${name}`),
      './lifecycle': `export default {\n  activate(context) {\n    ${activate}\n  },\n};\n`,
    },
    contributes: {
      routes: [
        { id: 'page', mount: 'root', path: name, title: `Page of ${name}`, component: { $ref: './page#default' } },
      ],
      menus: [{ slot: 'global', id: name, title: `Go to ${name}`, route: 'page' }],
    },
    manifest: { activation: ['onStart'], lifecycle: { module: { $ref: './lifecycle#default' } } },
  };
}
