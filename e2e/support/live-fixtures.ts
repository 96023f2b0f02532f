/** Extensions for the journeys in which something changes while somebody works. */
import { card, component, quote } from './fixture-code.ts';
import { DEFAULT_SHARED, type Fixture } from './fixture-extension.ts';

/** One page with a menu item; the heading says the version. */
export const versioned = (name: string, version: string): Fixture => ({
  name,
  version,
  title: `Live ${name}`,
  modules: { './page': component(`return h('h1', null, ${quote(`${name} ${version}`)});`) },
  styles: { './page': 'h1 { color: rgb(1, 2, 3); }' },
  contributes: pageAndMenu(name),
});

/** A form with a text that counts as unsaved until it is saved, and a counter that the next version takes over. */
export const form = (name: string, version: string): Fixture => ({
  name,
  version,
  title: `Live ${name}`,
  modules: {
    './page': component(`const { useDirty, useHandover } = share('@luban/sdk');
const [text, setText] = React.useState('');
const [saved, setSaved] = React.useState('');
const [count, setCount] = useHandover('count', 0);
useDirty(text !== saved);
return h('section', null,
  h('h1', null, ${quote(`${name} ${version}`)}),
  h('label', null, 'Note ', h('input', { value: text, onChange: (event) => setText(event.target.value) })),
  h('button', { onClick: () => setSaved(text) }, 'Save'),
  h('button', { onClick: () => setCount(count + 1) }, 'Count ' + count));`),
  },
  contributes: pageAndMenu(name),
});

/** Uses every kind of effect, each through the context that the shell gives it. */
export const tidy = (name: string): Fixture => ({
  ...everywhere(name),
  modules: {
    './page': component(`const context = share('@luban/sdk').useExtension();
const query = share('@tanstack/react-query').useQuery({ queryKey: [${quote(name)}, 'answer'], queryFn: () => 42 });
React.useEffect(() => {
  const ends = new DisposableStack();
  ends.use(context.listen(window, 'resize', () => {}));
  ends.use(context.setInterval(() => {}, 1000));
  return () => ends.dispose();
}, []);
return h('h1', null, ${quote(name)}, ' ', query.data);`),
    './card': card(`Card of ${name}`),
    './lifecycle': `export default {
  activate(context) {
    context.setInterval(() => {}, 500);
    context.listen(document, 'visibilitychange', () => {});
    context.storage.session.set('seen', true);
    const mark = document.createElement('meta');
    mark.name = context.name;
    document.head.append(mark);
    context.effects.defer(() => mark.remove());
  },
};
`,
  },
});

/** The same, but with its effects put straight into the page and never taken back. */
export const careless = (name: string): Fixture => ({
  ...everywhere(name),
  modules: {
    './page': component(
      `const { base } = share('@luban/sdk').useExtension();
React.useEffect(() => {
  window.addEventListener('resize', () => {});
  document.addEventListener('keydown', () => {});
  setInterval(() => {}, 1000);
  window[${quote(`${name}_global`)}] = { big: new Array(1000).fill(0) };
  document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: base + 'page.css' }));
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  document.body.append(Object.assign(document.createElement('div'), { id: ${quote(`${name}-node`)} }));
  localStorage.setItem(${quote(`${name}/raw`)}, '1');
  sessionStorage.setItem(${quote(`${name}/raw`)}, '1');
}, []);
return h('h1', null, ${quote(name)});`,
    ),
    './card': card(`Card of ${name}`),
    './lifecycle': 'export default {};\n',
  },
});

function everywhere(name: string): Fixture {
  return {
    name,
    title: `Live ${name}`,
    shared: { ...DEFAULT_SHARED, '@tanstack/react-query': { range: '^5.0.0', singleton: true } },
    styles: { './page': 'h1 { color: rgb(1, 2, 3); }' },
    contributes: {
      ...pageAndMenu(name),
      slots: [{ slot: 'home.cards', id: name, component: { $ref: './card#default' } }],
      commands: [{ id: 'open', title: `Open ${name}`, route: 'page' }],
    },
    manifest: { lifecycle: { module: { $ref: './lifecycle#default' } } },
  };
}

function pageAndMenu(name: string): Pick<NonNullable<Fixture['contributes']>, 'routes' | 'menus'> {
  return {
    routes: [
      { id: 'page', mount: 'root', path: name, title: `Page of ${name}`, component: { $ref: './page#default' } },
    ],
    menus: [{ slot: 'global', id: name, title: `Go to ${name}`, route: 'page' }],
  };
}
