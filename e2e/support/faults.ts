/**
 * Extensions that fail in one way each while they are loaded or shown. Every one contributes a single card, to a slot of
 * its own on a board page where two healthy extensions show cards too.
 */
import type { Page, Route } from 'playwright-core';
import { card, component, containerSource, quote } from './fixture-code.ts';
import { DEFAULT_SHARED, type Fixture, moduleFile } from './fixture-extension.ts';
import { react18Source } from './react-18.ts';

export interface Fault {
  /** Also the name of the extension. */
  name: string;
  /** Reads on as "an extension …". */
  title: string;
  /** Number of the message that explains it. */
  code: string;
  extension: Fixture;
  /** What goes wrong on the way. */
  network?: { file: RegExp; answer: (route: Route) => Promise<void> | void };
  /** Seconds until the fault shows, when it takes longer than a moment. */
  seconds?: number;
  /** Whether trying again helps once the network is well. */
  heals?: boolean;
}

export const slotOf = (fault: { name: string }) => `board.${fault.name}`;

/** Puts the faulty network in the way of this page. The function it returns heals it. */
export async function spoilNetwork(page: Page, { network }: Fault): Promise<() => Promise<void>> {
  if (!network) return async () => {};
  await page.route(network.file, network.answer);
  return () => page.unroute(network.file, network.answer);
}

export async function runtimeFaults(): Promise<Fault[]> {
  return [...networkFaults(), ...entryFaults(), ...renderFaults(), await react18Fault()];
}

function networkFaults(): Fault[] {
  const entryOf = (name: string) => new RegExp(`/ext/${name}/.*entry\\.js`);
  const of = (
    name: string,
    title: string,
    code: string,
    file: RegExp,
    answer: (route: Route) => Promise<void> | void,
  ) => ({ name, title, code, extension: faulty(name, {}), network: { file, answer }, heals: true }) satisfies Fault;
  const html = { status: 200, contentType: 'text/html', body: '<!doctype html><title>Sign in</title>' };
  return [
    of('entry-404', 'whose entry is not found', 'LB3001', entryOf('entry-404'), (route) =>
      route.fulfill({ status: 404 }),
    ),
    of('entry-500', 'whose entry answers 500', 'LB3002', entryOf('entry-500'), (route) =>
      route.fulfill({ status: 500 }),
    ),
    of('entry-html', 'whose entry is a web page', 'LB3003', entryOf('entry-html'), (route) => route.fulfill(html)),
    { ...of('entry-hangs', 'whose entry never arrives', 'LB3006', entryOf('entry-hangs'), () => {}), seconds: 10 },
    {
      ...of('chunk-hangs', 'whose page code never arrives', 'LB3007', /\/ext\/chunk-hangs\/.*card\.js/, () => {}),
      seconds: 10,
    },
  ];
}

function entryFaults(): Fault[] {
  const container = containerSource([['./card', moduleFile('./card')]]);
  const of = (name: string, title: string, code: string, fixture: Partial<Fixture>): Fault => ({
    name,
    title,
    code,
    extension: faulty(name, fixture),
  });
  return [
    of('syntax-error', 'with a syntax error', 'LB3004', { entry: 'export const init = (' }),
    of('throws-on-load', 'that throws while it loads', 'LB3005', {
      entry: `throw new Error('boom at load');\n${container}`,
    }),
    of('init-throws', 'whose init throws', 'LB3009', {
      entry: container.replace('(given) => { scope = given; }', `() => { throw new Error('boom in init'); }`),
    }),
    of('missing-export', 'that lacks the promised export', 'LB3008', {
      contributes: contributes('missing-export', 'Missing'),
    }),
  ];
}

function renderFaults(): Fault[] {
  const of = (name: string, title: string, code: string, source: string): Fault => ({
    name,
    title,
    code,
    extension: faulty(name, { modules: { './card': source } }),
  });
  const boom = `throw new Error('boom in render');`;
  return [
    of('render-throws', 'that throws when it is shown', 'LB4004', component(boom)),
    {
      ...of(
        'render-throws-late',
        'that throws five seconds after it was shown',
        'LB4004',
        component(`const [late, setLate] = React.useState(false);
React.useEffect(() => { const timer = setTimeout(() => setLate(true), 5000); return () => clearTimeout(timer); }, []);
if (late) ${boom}
return h('p', null, 'Well for five seconds');`),
      ),
      seconds: 5,
    },
    of(
      'render-loop',
      'that sets state in every render',
      'LB4005',
      component(`const [count, setCount] = React.useState(0);
setCount(count + 1);
return h('p', null, count);`),
    ),
    of(
      'layout-loop',
      'that sets state after every layout',
      'LB4005',
      component(`const [count, setCount] = React.useState(0);
React.useLayoutEffect(() => setCount(count + 1));
return h('p', null, count);`),
    ),
    of(
      'effect-loop',
      'that sets state after every paint',
      'LB4005',
      component(`const [count, setCount] = React.useState(0);
React.useEffect(() => setCount(count + 1));
return h('p', null, count);`),
    ),
    of(
      'rejected-promise',
      'that waits for a promise that is rejected',
      'LB4004',
      component(
        `return h('p', null, React.use(wanted));`,
        `const wanted = Promise.reject(new Error('boom in promise'));\nwanted.catch(() => {});`,
      ),
    ),
    of('not-renderable', 'whose export is not a component', 'LB4009', 'export default { just: "data" };\n'),
  ];
}

async function react18Fault(): Promise<Fault> {
  const name = 'react-18-inside';
  const source = `import React from './react-18.js';
export default function Card() {
  const [text] = React.useState('Made with React 18');
  return React.createElement('p', null, text);
}
`;
  return {
    name,
    title: 'with a React 18 built in',
    code: 'LB4004',
    extension: faulty(name, {
      shared: {},
      modules: { './card': source },
      files: { 'react-18.js': await react18Source() },
      chunks: { './card': ['react-18.js'] },
    }),
  };
}

/** A healthy extension with one card, but for what `fixture` changes. */
function faulty(name: string, fixture: Partial<Fixture>): Fixture {
  return {
    name,
    title: `Faulty ${name}`,
    modules: { './card': card(`Card of ${name}`) },
    shared: DEFAULT_SHARED,
    contributes: contributes(name),
    ...fixture,
  };
}

const contributes = (name: string, exported = 'default') => ({
  slots: [{ slot: slotOf({ name }), id: name, component: { $ref: `./card#${exported}` } }],
});

/** The board page at `/board/<fault>`, and two extensions that put a card on every board. */
export function boardAndNeighbours(names: readonly string[]): Fixture[] {
  const slots = names.map((name) => slotOf({ name }));
  const board = component(
    `const { slot } = share('react-router').useParams();
const { Slot } = share('@luban/sdk');
const shown = slot === 'all' ? ${JSON.stringify(names)} : [slot];
return h('section', null, h('h1', null, 'Board'), shown.map((name) => h(Slot, { key: name, name: 'board.' + name })));`,
  );
  const neighbour = (name: string): Fixture => ({
    name,
    title: `Neighbour ${name}`,
    modules: {
      './card': card(`The ${name} card`),
      './page': component(`return h('h1', null, ${quote(`Page of ${name}`)});`),
    },
    contributes: {
      routes: [
        { id: 'page', mount: 'root', path: name, title: `Page of ${name}`, component: { $ref: './page#default' } },
      ],
      menus: [{ slot: 'global', id: name, title: `Go to ${name}`, route: 'page' }],
      slots: slots.map((slot) => ({
        slot,
        id: `${name}-${slot.replace('.', '-')}`,
        component: { $ref: './card#default' },
      })),
    },
  });
  return [
    {
      name: 'board',
      modules: { './page': board },
      shared: { ...DEFAULT_SHARED, 'react-router': { range: '^8.0.0', singleton: true } },
      contributes: {
        routes: [
          { id: 'board', mount: 'root', path: 'board/:slot', title: 'Board', component: { $ref: './page#default' } },
        ],
      },
      manifest: { provides: { slots: slots.map((id) => ({ id })) } },
    },
    neighbour('calm'),
    neighbour('steady'),
  ];
}
