import type { Fixture } from './fixture-extension.ts';

/** A page of plain DOM, mounted through single-spa life cycles. */
export const parcel = (name: string, version = '1.0.0'): Fixture => ({
  name,
  version,
  shared: {},
  modules: {
    './page': `const shown = new WeakMap();
export default {
  async bootstrap() {},
  async mount({ domElement }) {
    const heading = document.createElement('h1');
    heading.textContent = ${JSON.stringify(`Page of ${name}`)};
    heading.addEventListener('click', () => {});
    domElement.append(heading);
    shown.set(domElement, heading);
  },
  async unmount({ domElement }) {
    shown.get(domElement)?.remove();
    shown.delete(domElement);
  },
};
`,
  },
  contributes: {
    routes: [
      { id: 'page', mount: 'root', path: name, title: `Page of ${name}`, component: { $ref: './page#default' } },
    ],
    menus: [{ slot: 'global', id: name, title: `Go to ${name}`, route: 'page' }],
  },
  manifest: { framework: 'single-spa' },
});
