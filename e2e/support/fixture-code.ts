/** Source texts of fixture extensions. They are plain ES modules, as an author without a bundler writes them. */

/** The container. Modules import `share` back from it, which works because they are loaded after `init`. */
export function containerSource(modules: readonly (readonly [expose: string, file: string])[]): string {
  const table = modules.map(([expose, file]) => `  ${JSON.stringify(expose)}: () => import('./${file}'),`).join('\n');
  return `let scope;
export const share = (name) => {
  const offered = Object.values(scope?.[name] ?? {}).find((version) => version.lib);
  if (!offered) throw new Error('The shell does not share ' + name);
  return offered.lib();
};
const modules = {
${table}
};
export const init = (given) => { scope = given; };
export const get = async (expose) => {
  const load = modules[expose];
  if (!load) throw new Error('No module ' + expose);
  const module = await load();
  return () => module;
};
`;
}

/** What the build does to an author's style sheet. */
export const scopedStyle = (name: string, style: string) =>
  `@layer ext.${name} {\n@scope ([data-ext="${name}"]) to ([data-ext]) {\n${style}\n}\n}\n`;

const PRELUDE = `import { share } from './entry.js';
const React = share('react');
const h = React.createElement;
`;

/** A module whose default export is the React component with this body: `props` in, element out. */
export const component = (body: string, before = '') => `${PRELUDE}${before}
export default function Fixture(props) {
${body}
}
`;

/** A page with a heading and a sentence. */
export const page = (heading: string, text = `This is ${heading}.`) =>
  component(`return h('section', null, h('h1', null, ${quote(heading)}), h('p', null, ${quote(text)}));`);

/** A card that shows one line of text. */
export const card = (text: string) => component(`return h('p', null, ${quote(text)});`);

/** A page that hosts a slot. */
export const board = (slot: string, heading = 'Board') =>
  component(
    `return h('section', null, h('h1', null, ${quote(heading)}), h(share('@luban/sdk').Slot, { name: ${quote(slot)} }));`,
  );

/** A JavaScript string literal of any text. */
export const quote = (text: string) => JSON.stringify(text);
